"""The policy on codes, accounts, cards, money and praise that are handed on, in the languages people post in."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tasks import policy
from tasks.policy import Answer, Piece

pytestmark = pytest.mark.django_db
NOW = timezone.now()

BLOCKED = {
    "es": [
        "Recibe un SMS con un código y envíamelo.",
        "Recibe el SMS y dime el código.",
        "Recibe un código por SMS y escríbelo aquí.",
        "Escribe el PIN que te llega por SMS.",
        "Reenvíanos el SMS.",
        "Crea una cuenta de Gmail y danos su contraseña.",
        "Verifica mi cuenta con tu número de teléfono.",
        "Haz una foto de tu tarjeta bancaria.",
        "Sube una foto de tu tarjeta de crédito.",
        "Compra una tarjeta de regalo y envíame su número.",
        "Paga 2 dólares y te los devuelvo.",
        "Envía 5 dólares por PayPal.",
        "Reseña mi libro en Amazon.",
        "Recomiéndanos en Trustpilot.",
        "Conecta tu billetera y aprueba la transacción.",
        "Haz clic en dos\n- anuncios",
    ],
    "pt": [
        "Receba um código por SMS e envie para mim.",
        "Receba o SMS e diga o código.",
        "Receba um código por SMS e escreva aqui.",
        "Escreva o PIN que você recebe por SMS.",
        "Encaminhe o SMS.",
        "Crie uma conta do Gmail e mande a senha.",
        "Verifique minha conta com o seu número de telefone.",
        "Tire uma foto do seu cartão de crédito.",
        "Compre um cartão presente e envie o número.",
        "Pague 2 dólares e eu devolvo.",
        "Envie 5 dólares pelo PayPal.",
        "Avalie meu livro na Amazon.",
        "Recomende a gente no Trustpilot.",
        "Conecte sua carteira e aprove a transação.",
        "Clique em dois\n- anúncios",
    ],
    "fr": [
        "Recevez un code par SMS et envoyez-le-moi.",
        "Recevez le SMS et dites-moi le code.",
        "Recevez un code par SMS et écrivez-le ici.",
        "Écrivez le code PIN que vous recevez par SMS.",
        "Transférez-nous le SMS.",
        "Créez un compte Gmail et donnez-nous son mot de passe.",
        "Vérifiez mon compte avec votre numéro de téléphone.",
        "Prenez une photo de votre carte bancaire.",
        "Achetez une carte cadeau et envoyez-moi son numéro.",
        "Payez 2 dollars et je vous les rends.",
        "Envoyez 5 dollars par PayPal.",
        "Notez mon livre sur Amazon.",
        "Recommandez-nous sur Trustpilot.",
        "Connectez votre portefeuille et approuvez la transaction.",
        "Cliquez sur deux\n- publicités",
    ],
    "id": [
        "Terima kode SMS dan kirim ke saya.",
        "Terima SMS lalu beritahu kodenya.",
        "Dapatkan kode lewat SMS dan tulis di sini.",
        "Tulis PIN yang Anda terima lewat SMS.",
        "Teruskan SMS itu ke kami.",
        "Buat akun Gmail lalu berikan kata sandinya.",
        "Verifikasi akun saya dengan nomor HP Anda.",
        "Foto kartu kredit Anda.",
        "Beli kartu hadiah dan kirim nomornya.",
        "Bayar 2 dolar dan saya kembalikan.",
        "Kirim 5 dolar lewat PayPal.",
        "Ulas buku saya di Amazon.",
        "Rekomendasikan kami di Trustpilot.",
        "Hubungkan dompet Anda dan setujui transaksi.",
        "Klik dua\n- iklan",
    ],
    "bn": [
        "এসএমএসে পাওয়া কোডটি আমাকে পাঠান।",
        "এসএমএস পেয়ে কোডটি বলুন।",
        "এসএমএসে আসা কোড এখানে লিখুন।",
        "এসএমএসে আসা পিন লিখুন।",
        "এসএমএসটি আমাদের ফরওয়ার্ড করুন।",
        "একটি জিমেইল অ্যাকাউন্ট খুলে পাসওয়ার্ড দিন।",
        "আমার অ্যাকাউন্ট আপনার নম্বর দিয়ে ভেরিফাই করুন।",
        "আপনার ব্যাংক কার্ডের ছবি তুলুন।",
        "একটি গিফট কার্ড কিনে নম্বর পাঠান।",
        "২ ডলার পাঠান, আমি ফেরত দেব।",
        "পেপ্যালে ৫ ডলার পাঠান।",
        "অ্যামাজনে আমার বইয়ের রিভিউ লিখুন।",
        "ট্রাস্টপাইলটে আমাদের সুপারিশ করুন।",
        "ওয়ালেট কানেক্ট করে লেনদেন অনুমোদন করুন।",
    ],
    "hi": [
        "एसएमएस पर आया कोड मुझे भेजें।",
        "एसएमएस पाएँ और कोड बताएँ।",
        "एसएमएस से मिला कोड यहाँ लिखें।",
        "एसएमएस में आया पिन लिखें।",
        "एसएमएस हमें फ़ॉरवर्ड करें।",
        "जीमेल अकाउंट बनाकर उसका पासवर्ड दें।",
        "मेरा अकाउंट अपने नंबर से वेरिफाई करें।",
        "अपने बैंक कार्ड की फ़ोटो लें।",
        "गिफ्ट कार्ड ख़रीदकर उसका नंबर भेजें।",
        "2 डॉलर भेजें, मैं वापस दूँगा।",
        "पेपाल पर 5 डॉलर भेजें।",
        "अमेज़न पर मेरी किताब की समीक्षा लिखें।",
        "ट्रस्टपायलट पर हमारी सिफ़ारिश करें।",
        "वॉलेट कनेक्ट करें और लेनदेन मंज़ूर करें।",
    ],
    "ar": [
        "استلم رمزًا برسالة نصية وأرسله إليّ.",
        "استلم رسالة SMS وأخبرني بالرمز.",
        "احصل على رمز في رسالة واكتبه هنا.",
        "اكتب الرمز الذي يصلك في رسالة نصية.",
        "أرسل لنا الرسالة النصية التي تصلك.",
        "أنشئ حسابًا في جيميل وأرسل كلمة المرور.",
        "فعّل حسابي برقم هاتفك.",
        "صوّر بطاقتك البنكية.",
        "اشترِ بطاقة هدية وأرسل رقمها.",
        "ادفع دولارين وسأعيدهما لك.",
        "أرسل 5 دولارات عبر باي بال.",
        "قيّم كتابي على أمازون.",
        "أوصِ بنا على trustpilot.",
        "اربط محفظتك ووافق على المعاملة.",
        "اضغط على\n- إعلانين",
    ],
}
FINE = {
    "es": [
        "Escribe en la página el código que te llega por SMS.",
        "Di si llegó el SMS.",
        "Busca el precio de una tarjeta de regalo.",
        "Haz una foto del letrero que dice qué tarjetas de crédito aceptan.",
        "Crea una cuenta para ti y di si las reglas de la contraseña son claras.",
        "Traduce el SMS al inglés.",
        "Revisa las reseñas de Amazon y copia la más larga.",
        "Envía una foto de la página.",
        "Escribe cuánto pagarías en euros.",
        "Envía el código que aparece al final de la encuesta.",
    ],
    "pt": [
        "Escreva na página o código que chega por SMS.",
        "Diga se o SMS chegou.",
        "Procure o preço de um cartão presente.",
        "Tire uma foto da placa que mostra quais cartões aceitam.",
        "Crie uma conta para você e diga se as regras da senha são claras.",
        "Traduza o SMS para o inglês.",
        "Envie uma foto da página.",
        "Escreva quanto você pagaria em reais.",
        "Envie o código que aparece no fim da pesquisa.",
    ],
    "fr": [
        "Saisissez sur la page le code reçu par SMS.",
        "Dites si le SMS est arrivé.",
        "Cherchez le prix d’une carte cadeau.",
        "Photographiez l’affiche qui dit quelles cartes bancaires sont acceptées.",
        "Créez un compte pour vous et dites si les règles du mot de passe sont claires.",
        "Traduisez le SMS en anglais.",
        "Envoyez une photo de la page.",
        "Écrivez combien vous paieriez en euros.",
        "Notez les prix de dix boutiques.",
        "Donnez le code affiché à la fin du sondage.",
    ],
    "id": [
        "Masukkan di halaman kode yang Anda terima lewat SMS.",
        "Katakan apakah SMS sudah masuk.",
        "Cari harga kartu hadiah.",
        "Foto tanda yang menunjukkan kartu kredit mana yang diterima.",
        "Terjemahkan SMS ke bahasa Inggris.",
        "Kirim foto halaman.",
        "Tulis berapa rupiah yang mau Anda bayar.",
        "Kirim kode di akhir survei.",
    ],
    "bn": [
        "পেজে এসএমএসের কোডটি লিখুন।",
        "এসএমএস এসেছে কিনা বলুন।",
        "একটি গিফট কার্ডের দাম লিখুন।",
        "এসএমএসটি ইংরেজিতে অনুবাদ করে পাঠান।",
        "পাতার ছবি পাঠান।",
        "কত টাকা দেবেন তা লিখুন।",
        "জরিপের শেষে দেখানো কোড পাঠান।",
    ],
    "hi": [
        "पेज पर एसएमएस का कोड लिखें।",
        "बताएँ कि एसएमएस आया या नहीं।",
        "गिफ्ट कार्ड की कीमत लिखें।",
        "एसएमएस का अनुवाद करके भेजें।",
        "पेज की फ़ोटो भेजें।",
        "लिखें कि आप कितने रुपये देंगे।",
        "सर्वे के अंत में दिखा कोड भेजें।",
    ],
    "ar": [
        "اكتب في الصفحة الرمز الذي يصلك في رسالة.",
        "قل هل وصلت الرسالة.",
        "ابحث عن سعر بطاقة هدية.",
        "ترجم الرسالة النصية وأرسل الترجمة.",
        "أرسل صورة للصفحة.",
        "اكتب كم ستدفع.",
        "أرسل الرمز الظاهر في نهاية الاستبيان.",
    ],
}
FOR_A_PAGE = [
    "Contraseña de PayPal para la página",
    "Senha do PayPal para a página",
    "Mot de passe PayPal pour la page",
    "Kata sandi PayPal untuk halaman",
    "পেজের জন্য পেপ্যাল পাসওয়ার্ড",
    "पेज के लिए पेपाल पासवर्ड",
    "كلمة مرور باي بال من أجل الصفحة",
]


def judged(text: str, kind: str = "step") -> policy.Judgement:
    return policy.judge_pieces([Piece(kind, 1, text)], now=NOW)


@pytest.mark.parametrize("text", [one for some in BLOCKED.values() for one in some])
def test_what_is_to_be_handed_on_is_blocked_in_every_tongue(text: str) -> None:
    assert judged(text).answer == Answer.BLOCK


@pytest.mark.parametrize("text", [one for some in FINE.values() for one in some])
def test_honest_work_with_the_same_words_passes_in_every_tongue(text: str) -> None:
    assert [charge.words for charge in judged(text).charges] == []


@pytest.mark.parametrize("label", FOR_A_PAGE)
def test_that_a_secret_is_for_a_page_excuses_nobody_in_any_tongue(label: str) -> None:
    assert judged(label, "proof").answer == Answer.BLOCK
