"""The policy in the languages people post in: what is caught, what is let pass, and tricks with letters."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tasks import phrases, policy
from tasks.models import Risk, Subject
from tasks.policy import Answer, Piece

pytestmark = pytest.mark.django_db
NOW = timezone.now()

CAUGHT = {
    "es": {
        Subject.AD_CLICKS: "Pulsa en dos anuncios de la página.",
        Subject.REVIEWS: "Deja una reseña de cinco estrellas en Google.",
        Subject.FOLLOWERS: "Suscríbete a nuestro canal.",
        Subject.CAPTCHAS: "Resuelve cien captchas por hora.",
        Subject.ACCOUNTS: "Crea diez cuentas y envíanos los datos.",
        Subject.BOUNTIES: "Regístrate con mi enlace.",
        Subject.CREDENTIALS: "Envíanos el código que te llega por SMS.",
        Subject.INSTALLS: "Permite orígenes desconocidos en el teléfono.",
        Subject.OWN_MONEY: "Deposita 20 dólares en la plataforma.",
        Subject.ADULT: "Recibe dinero en tu cuenta y reenvíalo a otra persona.",
        Subject.HARVESTING: "Recopila los correos de los miembros del grupo.",
        Subject.VPN: "Conéctate con una VPN a España.",
    },
    "pt": {
        Subject.AD_CLICKS: "Clique em dois anúncios do site.",
        Subject.REVIEWS: "Deixe uma avaliação positiva na loja.",
        Subject.FOLLOWERS: "Siga nossa página no Instagram.",
        Subject.CAPTCHAS: "Digite captchas em casa.",
        Subject.ACCOUNTS: "Crie cinco contas de e-mail e envie para nós.",
        Subject.BOUNTIES: "Cadastre-se pelo meu link.",
        Subject.CREDENTIALS: "Envie uma foto do seu RG.",
        Subject.INSTALLS: "Baixe o APK do nosso site.",
        Subject.OWN_MONEY: "Deposite 50 reais para começar.",
        Subject.ADULT: "Receba o dinheiro na sua conta e repasse para nós.",
        Subject.HARVESTING: "Colete números de telefone e contatos de amigos.",
        Subject.VPN: "Use uma VPN.",
    },
    "fr": {
        Subject.AD_CLICKS: "Cliquez sur la bannière.",
        Subject.REVIEWS: "Laissez un avis positif sur Google.",
        Subject.FOLLOWERS: "Abonnez-vous à notre chaîne.",
        Subject.CAPTCHAS: "Saisissez des captchas.",
        Subject.ACCOUNTS: "Créez trois comptes et envoyez-les-nous.",
        Subject.BOUNTIES: "Inscrivez-vous avec mon code.",
        Subject.CREDENTIALS: "Envoyez une photo de votre carte d’identité.",
        Subject.INSTALLS: "Téléchargez l’APK.",
        Subject.OWN_MONEY: "Déposez 20 euros.",
        Subject.ADULT: "Rédigez de fausses factures.",
        Subject.HARVESTING: "Collectez les adresses des membres du groupe.",
        Subject.VPN: "Connectez-vous par un VPN.",
    },
    "id": {
        Subject.AD_CLICKS: "Klik dua iklan di halaman itu.",
        Subject.REVIEWS: "Berikan ulasan positif di Google.",
        Subject.FOLLOWERS: "Subscribe channel kami.",
        Subject.CAPTCHAS: "Ketik 100 captcha.",
        Subject.ACCOUNTS: "Buat akun lalu kirim password dan emailnya.",
        Subject.BOUNTIES: "Daftar lewat link saya.",
        Subject.CREDENTIALS: "Kirim kode OTP ke kami.",
        Subject.INSTALLS: "Izinkan sumber tidak dikenal.",
        Subject.OWN_MONEY: "Setor uang 50 ribu dulu.",
        Subject.ADULT: "Terima uang di rekening Anda lalu kirim ke kami.",
        Subject.HARVESTING: "Kumpulkan nomor teman Anda.",
        Subject.VPN: "Nyalakan VPN.",
    },
    "bn": {
        Subject.AD_CLICKS: "পাতার দুটি বিজ্ঞাপনে ক্লিক করুন।",
        Subject.REVIEWS: "প্লে স্টোরে ৫ স্টার রেটিং দিন।",
        Subject.FOLLOWERS: "আমাদের চ্যানেলটি সাবস্ক্রাইব করুন।",
        Subject.CAPTCHAS: "একশটি ক্যাপচা পূরণ করুন।",
        Subject.BOUNTIES: "রেফারেল কোড ব্যবহার করুন।",
        Subject.CREDENTIALS: "আপনার জাতীয় পরিচয়পত্রের ছবি পাঠান।",
        Subject.INSTALLS: "এপিকে ফাইলটি ডাউনলোড করুন।",
        Subject.OWN_MONEY: "৫০০ টাকা জমা দিন।",
        Subject.ADULT: "জাল পাসপোর্ট তৈরি করুন।",
        Subject.HARVESTING: "বন্ধুদের ফোন নম্বর সংগ্রহ করুন।",
        Subject.VPN: "ভিপিএন চালু করুন।",
    },
    "hi": {
        Subject.AD_CLICKS: "दो विज्ञापनों पर क्लिक करें।",
        Subject.REVIEWS: "प्ले स्टोर पर पाँच स्टार रेटिंग दें।",
        Subject.FOLLOWERS: "हमारे चैनल को सब्सक्राइब करें।",
        Subject.CAPTCHAS: "सौ कैप्चा हल करें।",
        Subject.BOUNTIES: "मेरे लिंक से रजिस्टर करें।",
        Subject.CREDENTIALS: "अपने आधार कार्ड की फ़ोटो भेजें।",
        Subject.INSTALLS: "एपीके डाउनलोड करें।",
        Subject.OWN_MONEY: "५०० रुपये जमा करें।",
        Subject.ADULT: "फ़र्ज़ी दस्तावेज़ बनाएँ।",
        Subject.HARVESTING: "दोस्तों के फ़ोन नंबर इकट्ठा करें।",
        Subject.VPN: "वीपीएन चालू करें।",
    },
    "ar": {
        Subject.AD_CLICKS: "اِضْغَطْ على إعلانين في الصفحة.",
        Subject.REVIEWS: "اكتب تقييمًا إيجابيًا في المتجر.",
        Subject.FOLLOWERS: "اشترك في قناتنا.",
        Subject.CAPTCHAS: "حل مئة كابتشا.",
        Subject.BOUNTIES: "سجل عبر رابطي.",
        Subject.CREDENTIALS: "أرسل لنا رمز التحقق.",
        Subject.INSTALLS: "فعّل المصادر غير المعروفة.",
        Subject.OWN_MONEY: "أودع عشرين دولارًا.",
        Subject.ADULT: "استلم الأموال في حسابك وأرسلها إلينا.",
        Subject.HARVESTING: "اجمع أرقام هواتف أصدقائك.",
        Subject.VPN: "استخدم VPN.",
    },
}
FINE = {
    "es": [
        "Revisa la traducción y corrige los errores.",
        "Cuenta los anuncios de la página sin abrirlos.",
        "Sigue los pasos de la página y di qué falta.",
        "Escribe el código del producto que ves en la etiqueta.",
        "Haz una foto del recibo y escribe la suma.",
        "Escribe tu opinión sobre el diseño.",
    ],
    "pt": [
        "Revise a tradução e corrija os erros.",
        "Conte os anúncios da página.",
        "Siga os passos e diga o que não entendeu.",
        "Escreva o código do produto.",
        "Tire uma foto do recibo e digite o valor.",
        "Diga qual das duas fotos é melhor.",
    ],
    "fr": [
        "Relisez la traduction et donnez votre avis.",
        "Comptez les publicités de la page.",
        "Suivez les étapes de la page.",
        "Écrivez le code du produit.",
        "Cliquez sur le bouton bleu et dites ce que vous voyez.",
        "Dites laquelle des deux photos vous aimez.",
    ],
    "id": [
        "Periksa ulasan terjemahan ini.",
        "Hitung iklan di halaman itu.",
        "Ikuti langkah-langkah kami.",
        "Tulis kode produk di label.",
        "Klik tombol biru dan tulis apa yang Anda lihat.",
        "Beri tahu kami gambar mana yang lebih bagus.",
    ],
    "bn": [
        "অনুবাদটি রিভিউ করুন।",
        "পাতায় কয়টি বিজ্ঞাপন আছে গুনুন।",
        "পণ্যের কোড লিখুন।",
        "নীল বোতামে ক্লিক করুন।",
        "রসিদের ছবি তুলে মোট টাকা লিখুন।",
        "কোন ছবিটি ভালো তা বলুন।",
    ],
    "hi": [
        "अनुवाद की समीक्षा करें।",
        "पेज पर कितने विज्ञापन हैं, गिनें।",
        "इस आधार पर सही फ़ोटो चुनें।",
        "नीले बटन पर क्लिक करें।",
        "रसीद पर लिखी रकम लिखें।",
        "उत्पाद का कोड लिखें।",
    ],
    "ar": [
        "راجع الترجمة وصحح الأخطاء.",
        "كم إعلانًا في الصفحة؟",
        "اتبع الخطوات واكتب ما رأيت.",
        "اكتب رمز المنتج على الملصق.",
        "اضغط على الزر الأزرق.",
        "صف صوت المتحدث في التسجيل.",
    ],
}


OWN_MONEY = {
    "es": ["Paga con tu propia tarjeta y envía el recibo.", "Paga con tu tarjeta y sube la factura."],
    "pt": ["Pague com seu próprio cartão e envie o comprovante.", "Pague com o seu cartão e mande a nota."],
    "fr": ["Payez avec votre propre carte, envoyez le reçu.", "Payez avec votre carte et joignez la facture."],
    "id": ["Bayar dengan kartu Anda sendiri, kirim struknya.", "Bayar dengan uang pribadi."],
    "bn": ["নিজের কার্ড দিয়ে পেমেন্ট করুন, রসিদ পাঠান।", "নিজের টাকা দিয়ে পণ্যটি কিনুন।"],
    "hi": ["अपने कार्ड से भुगतान करें, रसीद भेजें।", "अपने पैसे से सामान ख़रीदें।"],
    "ar": ["ادفع ببطاقتك الخاصة وأرسل الإيصال.", "اشترِ المنتج من مالك الخاص."],
}


def judged(text: str) -> policy.Judgement:
    return policy.judge_pieces([Piece("step", 1, text)], now=NOW)


@pytest.mark.parametrize(
    ("subject", "text"), [(subject, text) for texts in CAUGHT.values() for subject, text in texts.items()]
)
def test_what_a_rule_forbids_is_caught_in_every_tongue(subject: str, text: str) -> None:
    judgement = judged(text)

    assert judgement.answer >= Answer.LOOK
    assert subject in {charge.rule.subject for charge in judgement.charges}


@pytest.mark.parametrize("text", [text for texts in OWN_MONEY.values() for text in texts])
def test_nobody_is_asked_to_pay_out_of_their_own_pocket_in_any_tongue(text: str) -> None:
    (charge,) = judged(text).blocked

    assert charge.rule.subject == Subject.OWN_MONEY


@pytest.mark.parametrize("text", [text for texts in FINE.values() for text in texts])
def test_plain_work_passes_in_every_tongue(text: str) -> None:
    assert [charge.words for charge in judged(text).charges] == []


@pytest.mark.parametrize(
    "text",
    [
        "No pulses los anuncios.",
        "Não clique nos anúncios.",
        "Ne cliquez pas sur les publicités.",
        "Jangan klik iklan.",
        "বিজ্ঞাপনে ক্লিক করবেন না।",
        "विज्ञापनों पर क्लिक न करें।",
        "لا تضغط، ولا اضغط على إعلان.",
    ],
)
def test_a_no_in_any_tongue_asks_for_a_look_and_does_not_block(text: str) -> None:
    assert judged(text).answer == Answer.LOOK


@pytest.mark.parametrize(
    "text",
    [
        "\u0421L\u0406\u0421\u041a two \u0412\u0410\u041d\u041d\u0415R \u0410DS",  # Cyrillic capitals
        "CL\u0399C\u039a the \u0391DS",  # Greek capitals
        "cl\u034fick the a\ufe0fds",
        "cl\u3164ick the ads",
        "\uff43\uff4c\uff49\uff43\uff4b the \uff41\uff44\uff53",
        "Publish: c-l-i-c-k   a-d-s",
    ],
)
def test_letters_that_only_look_like_others_are_read_as_those(text: str) -> None:
    (charge,) = judged(text).charges

    assert charge.rule.subject == Subject.AD_CLICKS


def test_what_was_found_is_marked_as_it_was_written() -> None:
    (charge,) = judged("Primero mira. Luego pu\u200blsa en los anúnc\u0456os, y sal.").charges

    assert [part.words for part in charge.findings[0].excerpt if part.marked] == ["pu\u200blsa en los anúnc\u0456os"]


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("Escribe tu correo.", Risk.EMAIL),
        ("Escreva o número de telefone.", Risk.PHONE),
        ("Installez l’application : téléchargez l’appli.", Risk.INSTALL),
        ("Buat akun di situs itu.", Risk.SIGN_UP),
        ("আপনার মোবাইল নম্বর লিখুন।", Risk.PHONE),
        ("अपना ईमेल पता लिखें।", Risk.EMAIL),
        ("ثبّت التطبيق من المتجر.", Risk.INSTALL),
    ],
)
def test_risks_are_labelled_in_every_tongue(text: str, risk: str) -> None:
    assert risk in judged(text).risks


def test_digits_of_any_script_are_the_same() -> None:
    assert [phrases.folded(text) for text in ("\u09eb", "\u096b", "\u0665")] == ["5", "5", "5"]
