"""Who lives in the demo market: invented people, none of them real."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Face:
    """One invented person: public name, country, time zone, languages and what they say about themselves."""

    name: str
    country: str
    time_zone: str
    languages: tuple[str, ...]
    bio: str = ""


def face(name: str, where: str, languages: str, bio: str = "") -> Face:
    country, _space, time_zone = where.partition(" ")
    return Face(name, country, time_zone, tuple(languages.split()), bio)


ANN = face("Ann", "DE Europe/Berlin", "de en", "I run a small publishing house and need many careful eyes.")
BEN = face("Ben", "BD Asia/Dhaka", "bn en", "Evenings after class. Careful with lists and forms.")
SAM = face("Sam", "CA America/Toronto", "en fr", "Support. I read every case twice.")
TESS = face("Tess", "IE Europe/Dublin", "en ga", "Support. I look twice where Sam looked once.")
UMA = face("Uma", "NZ Pacific/Auckland", "en mi", "Moderation. I decide what Sam and Tess had a part in.")
FAY = face("Fay", "SG Asia/Singapore", "en ms", "Money. I look at each batch before it goes.")
LARK = face("Lark and Ladder", "BE Europe/Brussels", "nl fr en", "Registers of small shops, kept by hand.")
OTTO = face("Otto B", "HU Europe/Budapest", "hu en", "Looks things up.")
IDA = face("Ida fast", "EE Europe/Tallinn", "et en", "Quick is my second name.")
ZED = face("zed", "MT Europe/Malta", "en mt")

EMPLOYERS = [
    face("Harbour Library Lab", "NL Europe/Amsterdam", "nl en", "We make old papers readable."),
    face("Moss and Lime", "GB Europe/London", "en", "Garden data and plant pictures for growers."),
    face("Northline Apps", "SE Europe/Stockholm", "sv en", "Three people, two apps, many languages."),
    face("Tidewater Research", "US America/New_York", "en", "Surveys for universities. We always say who asks."),
    face("Kestrel Maps", "AU Australia/Melbourne", "en", "Street and trail pictures for open maps."),
    face("Papaya Kitchen", "PH Asia/Manila", "en tl", "Recipes, tested and translated."),
    face("Lumen School Press", "IN Asia/Kolkata", "en hi", "Schoolbooks in plain words."),
    face("Orchard Audio", "IE Europe/Dublin", "en ga", "Recordings for people who listen to books."),
    face("Casa do Bairro", "PT Europe/Lisbon", "pt en es", "Local news from eleven neighbourhoods."),
    face("Birch and Brass", "PL Europe/Warsaw", "pl en", "Museum catalogues, kept up to date."),
    face("Savanna Signals", "KE Africa/Nairobi", "sw en", "Field data for farmers' radio."),
    face("Atlas de Sabores", "MX America/Mexico_City", "es en", "Markets and menus of Latin America."),
    face("Fernweh Studio", "AT Europe/Vienna", "de en", "We test travel pages before travellers do."),
    face("Open Timetable", "CH Europe/Zurich", "de fr it en", "Bus and train times anybody may use."),
]

WORKERS = [
    face("Rahima", "BD Asia/Dhaka", "bn en", "Quick with spreadsheets."),
    face("tareq_types", "BD Asia/Dhaka", "bn en", "Typing since the age of nine."),
    face("Shirin Akter", "BD Asia/Dhaka", "bn en"),
    face("Priya N", "IN Asia/Kolkata", "hi en ta", "Transcripts and captions, day or night."),
    face("arjun42", "IN Asia/Kolkata", "hi en"),
    face("Meera", "IN Asia/Kolkata", "ml en hi", "Former proofreader."),
    face("kabir.j", "IN Asia/Kolkata", "hi mr en", "I like pictures better than forms."),
    face("Ayesha", "PK Asia/Karachi", "ur en"),
    face("umair_k", "PK Asia/Karachi", "ur en", "Android tester, three phones."),
    face("Nimal", "LK Asia/Colombo", "si en"),
    face("Sunita", "NP Asia/Kathmandu", "ne en hi"),
    face("Jomar", "PH Asia/Manila", "tl en", "Night shift, good ears."),
    face("Liezel", "PH Asia/Manila", "tl en", "Labels, labels, labels."),
    face("maria.santos", "PH Asia/Manila", "tl en es"),
    face("Budi", "ID Asia/Jakarta", "id en", "Student of geography."),
    face("Putri", "ID Asia/Makassar", "id en jv"),
    face("Linh", "VN Asia/Ho_Chi_Minh", "vi en"),
    face("thanh_d", "VN Asia/Ho_Chi_Minh", "vi en", "Website tester on old phones."),
    face("Somchai", "TH Asia/Bangkok", "th en"),
    face("Mei Ling", "MY Asia/Kuala_Lumpur", "ms zh en"),
    face("Chidi", "NG Africa/Lagos", "en ig", "Voice work in English and Igbo."),
    face("Amaka", "NG Africa/Lagos", "en ig"),
    face("bola_reads", "NG Africa/Lagos", "en yo", "I read everything aloud."),
    face("Kwame", "GH Africa/Accra", "en ak"),
    face("Wanjiru", "KE Africa/Nairobi", "sw en", "Radio listener, careful translator."),
    face("otieno.p", "KE Africa/Nairobi", "sw en"),
    face("Neema", "TZ Africa/Dar_es_Salaam", "sw en"),
    face("Aisha N", "UG Africa/Kampala", "en lg sw"),
    face("Thabo", "ZA Africa/Johannesburg", "en zu af"),
    face("Fatou", "SN Africa/Dakar", "fr wo"),
    face("Youssef", "MA Africa/Casablanca", "ar fr en", "French and Arabic, both ways."),
    face("Mariam", "EG Africa/Cairo", "ar en"),
    face("khaled_h", "EG Africa/Cairo", "ar en"),
    face("Leila", "TN Africa/Tunis", "ar fr"),
    face("Elif", "TR Europe/Istanbul", "tr en", "Teacher in the afternoon, tester at night."),
    face("Rana", "JO Asia/Amman", "ar en"),
    face("Oksana", "UA Europe/Kyiv", "uk en pl", "Exact and fast."),
    face("dmytro.l", "UA Europe/Kyiv", "uk en"),
    face("Kasia", "PL Europe/Warsaw", "pl en de"),
    face("Ionut", "RO Europe/Bucharest", "ro en it"),
    face("Milica", "RS Europe/Belgrade", "sr en"),
    face("Nino", "GE Asia/Tbilisi", "ka ru en"),
    face("Petya", "BG Europe/Sofia", "bg en"),
    face("Luca", "IT Europe/Rome", "it en"),
    face("carmen_v", "ES Europe/Madrid", "es ca en", "Corrections in Spanish and Catalan."),
    face("Joana", "PT Europe/Lisbon", "pt en"),
    face("Theo", "FR Europe/Paris", "fr en"),
    face("Hanna", "DE Europe/Berlin", "de en"),
    face("Owen", "GB Europe/London", "en cy"),
    face("Saoirse", "IE Europe/Dublin", "en ga"),
    face("Camila", "BR America/Sao_Paulo", "pt en es", "I label birds best of all."),
    face("rafael.m", "BR America/Recife", "pt en"),
    face("Valentina", "CO America/Bogota", "es en", "Spanish voice, quiet room."),
    face("Diego", "MX America/Mexico_City", "es en"),
    face("Lucia P", "PE America/Lima", "es qu"),
    face("mateo_ar", "AR America/Argentina/Buenos_Aires", "es en it"),
    face("Sofia", "EC America/Guayaquil", "es en"),
    face("Dana", "US America/Chicago", "en", "Weekends only."),
    face("mike_in_ohio", "US America/New_York", "en"),
    face("Tui", "NZ Pacific/Auckland", "en mi"),
    face("Noor", "AE Asia/Dubai", "ar en ur"),
    face("Aigul", "KZ Asia/Almaty", "kk ru en"),
]
