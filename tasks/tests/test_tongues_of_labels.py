"""The policy on labels and on steps that were let through or stopped wrongly, in the languages people post in."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tasks import policy
from tasks.models import Subject
from tasks.policy import Piece

pytestmark = pytest.mark.django_db
NOW = timezone.now()

LABELS_IN_TONGUES = {
    "es": [
        "Tu contraseña de PayPal",
        "¿Cuál es tu contraseña?",
        "Número de tarjeta y CVV",
        "El código de seis dígitos que te llegó por WhatsApp",
        "Tu clave del banco",
        "Frase de recuperación",
        "Clave privada",
        "Número de pasaporte",
        "Foto de tu DNI",
    ],
    "pt": [
        "Sua senha do PayPal",
        "Número do cartão e CVV",
        "O código de seis dígitos que chegou pelo WhatsApp",
        "Código de verificação",
        "Frase de recuperação",
        "Chave privada",
        "Número do passaporte",
        "Dados de acesso",
    ],
    "fr": [
        "Votre mot de passe PayPal",
        "Numéro de carte et cryptogramme",
        "Le code à six chiffres reçu par WhatsApp",
        "Code de vérification",
        "Phrase de récupération",
        "Clé privée",
        "Numéro de passeport",
        "Identifiants de connexion",
        "Code PIN",
    ],
    "id": [
        "Kata sandi PayPal Anda",
        "Nomor kartu dan CVV",
        "Kode enam digit yang masuk lewat WhatsApp",
        "Kode verifikasi",
        "PIN ATM",
        "Frasa pemulihan",
        "Nomor paspor",
        "Foto KTP",
    ],
    "bn": [
        "আপনার পেপ্যাল পাসওয়ার্ড",
        "কার্ড নম্বর ও সিভিভি",
        "হোয়াটসঅ্যাপে আসা ছয় সংখ্যার কোড",
        "যাচাইকরণ কোড",
        "আপনার পিন",
        "সিড ফ্রেজ",
        "পাসপোর্ট নম্বর",
    ],
    "hi": [
        "आपका पेपाल पासवर्ड",
        "कार्ड नंबर और सीवीवी",
        "व्हाट्सएप पर आया छह अंकों का कोड",
        "सत्यापन कोड",
        "एटीएम पिन",
        "सीड फ्रेज",
        "पासपोर्ट नंबर",
        "आधार नंबर",
    ],
    "ar": [
        "كلمة مرور باي بال",
        "رقم البطاقة و CVV",
        "الرمز المكون من ستة أرقام الذي وصلك على واتساب",
        "رمز التحقق",
        "الرقم السري",
        "عبارة الاسترداد",
        "رقم جواز السفر",
        "صورة الهوية",
    ],
}
FINE_IN_TONGUES = {
    "es": [
        "Código al final de la encuesta",
        "Código postal",
        "Código de descuento de la página",
        "¿Se ve el campo de la contraseña?",
        "Captura de la página para restablecer la contraseña",
        "¿Qué tarjetas aceptan?",
        "Palabra clave del título",
        "¿Llegó el código por SMS?",
        "Frase secreta al final",
        "Número de tarjetas en la mesa",
    ],
    "pt": [
        "Código no fim da pesquisa",
        "Código postal",
        "Código de barras",
        "O campo da senha aparece?",
        "Captura da página para redefinir a senha",
        "Quais cartões aceitam?",
        "O código chegou por SMS?",
        "Mensagem de erro da senha",
    ],
    "fr": [
        "Code à la fin du sondage",
        "Code postal",
        "Code de réduction de la page",
        "Le champ du mot de passe est-il visible ?",
        "Quelles cartes acceptent-ils ?",
        "Mot-clé du titre",
        "Le code est-il arrivé par SMS ?",
        "Le code est-il arrivé 3 fois par SMS ?",
        "Message d’erreur du mot de passe",
        "Clé de sol",
    ],
    "id": [
        "Kode di akhir survei",
        "Kode pos",
        "Kode diskon di halaman",
        "Apakah kolom kata sandi terlihat?",
        "Kartu apa yang diterima?",
        "Apakah kode SMS datang?",
        "Nomor kartu nama",
    ],
    "bn": [
        "জরিপের শেষে দেখানো কোড",
        "পোস্টাল কোড",
        "পণ্যের কোড",
        "পাসওয়ার্ড ফিল্ড কি দেখা যায়?",
        "কোন কার্ড নেওয়া হয়?",
        "পিন কোড",
        "কোড কি এসেছে?",
        "শেষে গোপন শব্দ",
    ],
    "hi": [
        "सर्वे के अंत में दिखा कोड",
        "पिन कोड",
        "उत्पाद का कोड",
        "क्या पासवर्ड फ़ील्ड दिखता है?",
        "कौन से कार्ड स्वीकार होते हैं?",
        "अंत में गुप्त शब्द",
        "नक्शे पर पिन",
    ],
    "ar": [
        "الرمز في نهاية الاستبيان",
        "الرمز البريدي",
        "رمز الخصم في الصفحة",
        "هل يظهر حقل كلمة المرور؟",
        "ما البطاقات المقبولة؟",
        "رمز الصفحة الأخيرة",
        "الكلمة السرية في النهاية",
    ],
}
STEPS_IN_TONGUES = [
    (Subject.CREDENTIALS, "Reenvíame el código de seis dígitos que te llega."),
    (Subject.REVIEWS, "Escribe una buena reseña en Trustpilot."),
    (Subject.FOLLOWERS, "Únete a mi canal de Telegram."),
    (Subject.FOLLOWERS, "Mira mi video de YouTube 3 minutos."),
    (Subject.CREDENTIALS, "Encaminhe o código de seis dígitos que chegar."),
    (Subject.REVIEWS, "Escreva uma ótima avaliação no Trustpilot."),
    (Subject.FOLLOWERS, "Entre no meu canal do Telegram."),
    (Subject.CREDENTIALS, "Transmettez-moi le code à six chiffres reçu."),
    (Subject.REVIEWS, "Écrivez un bon avis sur Trustpilot."),
    (Subject.FOLLOWERS, "Rejoignez ma chaîne Telegram."),
    (Subject.CREDENTIALS, "Teruskan kode enam digit yang masuk."),
    (Subject.FOLLOWERS, "Gabung ke channel Telegram saya."),
    (Subject.CREDENTIALS, "হোয়াটসঅ্যাপে আসা ছয় সংখ্যার কোড পাঠান।"),
    (Subject.FOLLOWERS, "আমাদের টেলিগ্রাম চ্যানেলে যোগ দিন।"),
    (Subject.CREDENTIALS, "छह अंकों का कोड भेजें।"),
    (Subject.FOLLOWERS, "हमारे टेलीग्राम चैनल से जुड़ें।"),
    (Subject.CREDENTIALS, "أرسل الرمز المكون من ستة أرقام."),
    (Subject.FOLLOWERS, "انضم إلى قناتي على تيليجرام."),
]
COUNTING = [
    "Cuenta las reseñas positivas de la tienda.",
    "Conte as avaliações de 5 estrelas.",
    "Écrivez le nombre d’avis positifs.",
    "Tulis jumlah ulasan positif di Google.",
    "৫ স্টার রিভিউ গুনুন।",
    "5 स्टार रिव्यू गिनें।",
    "اكتب عدد التقييمات بخمس نجوم.",
]


def judged(text: str, kind: str = "proof") -> policy.Judgement:
    return policy.judge_pieces([Piece(kind, 1, text)], now=NOW)


@pytest.mark.parametrize("label", [one for some in LABELS_IN_TONGUES.values() for one in some])
def test_a_label_asks_in_every_tongue(label: str) -> None:
    assert [charge.rule.subject for charge in judged(label).charges] == [Subject.CREDENTIALS]


@pytest.mark.parametrize("label", [one for some in FINE_IN_TONGUES.values() for one in some])
def test_a_plain_label_passes_in_every_tongue(label: str) -> None:
    assert [charge.words for charge in judged(label).charges] == []


@pytest.mark.parametrize(("subject", "step"), STEPS_IN_TONGUES)
def test_a_step_is_caught_in_every_tongue(subject: str, step: str) -> None:
    assert subject in {charge.rule.subject for charge in judged(step, "step").charges}


@pytest.mark.parametrize("step", COUNTING)
def test_reviews_may_be_counted_in_every_tongue(step: str) -> None:
    assert [charge.words for charge in judged(step, "step").charges] == []
