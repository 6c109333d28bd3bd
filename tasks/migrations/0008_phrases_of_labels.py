"""What a label asks for by its name alone, in eight languages; more of what steps ask for; and words that excuse.

A page, a form or a button excuses where it is what is asked for (“Password page”), not where a secret is for it.
"""

from django.db import migrations, models

SECRETS = "credentials"

# Words that begin a question about something seen, which gives nothing away.
ASK = "^is|^are|^was|^were|^does|^do|^did|^has|^can|^could|^which|^how|^where|^why|^when|^if|^would|^should|^will|whether|how long|how many|us which|say which"
# Words for what stands around a secret on a page.
ASKED_FOR = "^page|^pages|^the page|^screen|^screens|^form|^the form|^button|^link|^icon|^message|^menu|^label|^layout|^design|^field*|^the field|^box|^options|page where|page that|page asks|screen where|screen that|form where|form that|form asks|field for|field of|field where|fields for|box where|box that"
OF_ONE = "field|fields|box|page|pages|screen|form|button|link|icon|message|format|option|options|menu|layout|pad"
SECRETS_SEEN = "|".join(f"{secret} {place}" for secret in ("password", "login") for place in OF_ONE.split("|"))
SEEN = f"{ASKED_FOR}|{SECRETS_SEEN}|reset*|manager*|strength|hint|requirement*|policy|rules|error*|placeholder|visible|hidden|masked|length|number of characters|forgot*|validation|warning|popup|prompt*|checker|generator|sign in page|sign in form|pin field|pin pad|pin box|code field|card field|number field|card form|wallet page|account page|account menu"
# Words for codes that a market is full of.
CODES = "field|fields|input|page|survey|questionnaire|end|completion|finish*|bottom|product*|package|packaging|label|article|discount|coupon|promo*|voucher|postal|zip|area|bar|qr|colour|color|source|error|delay|seconds|minutes|booking|order|tracking|country|building|quiz|study|experiment|button|meter|serial|dress|invoice|class"
COUNTED = "count*|number|how many|average|oldest|newest|percent*|^how|^which|^is|^are|^does|^do|^compare|summar*|translat*|sentiment"
CARDS = "gift|loyalty|library|business|test|sim|graphics|video|memory|sd|report|membership|member|playing|score|scoring|trading|bus|student|id|identity|tarot|menu|greeting|place|index|price|post|fake|dummy|made|4242|insurance|boarding"
PAPERS = "colour|color|cover|countries|size|style|product|item|order|article|worker|video|post|tweet|player|game|transaction|tracking|user|device|page|channel|profile|object|image|task|listing|ad|book|store|shop|playlist|song|row|ticket|place|category|written|figure|film|drawing|painting|sample|specimen"

# words, weight, unless: only where a proof or a question asks for it.
ENGLISH = [
    ("password|passwords|passcode|passcodes|passphrase|pwd", 100, f"{ASK}|{SEEN}"),
    ("pass word|words|phrase", 100, f"{ASK}|{SEEN}"),
    ("email|login|username|user|mail pass", 100, f"{ASK}|{SEEN}"),
    ("email|login|username|user|mail and|or|with pass", 100, f"{ASK}|{SEEN}"),
    ("pin !code|codes|point|board|tab|badge|drop|on", 100, f"{ASK}|{SEEN}|map|maps|pinterest|postal|post|area|city|town|address|location|district|locality|delivery|bowling|safety|lapel|zip|connector|chip|drawing|number of|plan|called|language"),
    ("pin code|codes", 50, f"{ASK}|{SEEN}|postal|post|area|city|town|address|location|district|locality|delivery|zip|shop|store"),
    ("card|bank|atm|sim|upi|wallet|account|mpesa|paypal|banking|secret pin", 100, f"{ASK}|{SEEN}|map|location"),
    ("cvv|cvv2|cvc|cvc2|csc|cvn", 90, f"{ASK}|{SEEN}"),
    ("card security|verification|validation code|number|value", 100, f"{ASK}|{SEEN}"),
    ("card number|numbers|nr|no|digits|details|data|info|information", 100, f"{ASK}|{SEEN}|{CARDS}"),
    ("expiry|expiration|expires ... card", 100, f"{ASK}|{SEEN}|{CARDS}"),
    ("card ... expiry|expiration|expires", 100, f"{ASK}|{SEEN}|{CARDS}"),
    ("number|digits|front|back|photo|picture ... of|on|from your|the|my credit|debit|bank|atm card", 100, f"{ASK}|{SEEN}|{CARDS}"),
    ("4|four|6|six|16|sixteen digits ... card", 100, f"{ASK}|{SEEN}|{CARDS}"),
    ("pincode ... card|bank|account", 100, f"{ASK}|{SEEN}"),
    ("iban|bvn|ssn", 60, f"{ASK}|{SEEN}"),
    ("12|24|twelve words ... wallet|recover*", 100, ASK),
    ("wallet|wallets ... 12|24|twelve words", 100, ASK),
    ("12|24|twelve word seed|phrase|key", 100, ASK),
    ("wallet|wallets secret|backup phrase|words", 100, ASK),
    ("mnemonic|mnemonics", 60, f"{ASK}|example|school|rhyme|remember"),
    ("private|secret|wallet key|keys", 60, f"{ASK}|{SEEN}"),
    ("api|session|auth|access key|keys|token|tokens|cookie|cookies", 60, f"{ASK}|{SEEN}"),
    ("backup|recovery|rescue code|codes", 100, f"{ASK}|{SEEN}"),
    ("otp|otps", 50, f"{ASK}|{SEEN}"),
    ("one time|use code|codes|password|pin|passcode", 50, f"{ASK}|{SEEN}"),
    ("sms|whatsapp|telegram|signal|viber|imo|gmail|login|signin|2fa|mfa|authenticator|authentication|verification|verify|bank code|codes", 100, f"{ASK}|field*|input|screen|time|delay|seconds|minutes|discount|survey|product|page"),
    ("confirmation|security|access|activation|unlock|text code|codes", 100, f"{ASK}|{CODES}"),
    ("code|codes|digits ... sms|whatsapp|telegram", 100, f"{ASK}|est il|a t il|field*|time|delay|seconds|minutes|discount|coupon|country|area|dial*|qr"),
    ("sms|whatsapp|telegram ... code|codes", 60, f"{ASK}|field*|time|delay|seconds|minutes|discount|coupon|country|area|dial*|qr"),
    ("code|codes ... authenticator", 100, f"{ASK}|field*"),
    ("text message|msg code|codes", 100, f"{ASK}|{CODES}"),
    ("4|5|6|7|8|four|five|six|seven|eight digit number ... get|got|receive*|sent|arriv*|texted|sms|whatsapp", 100, f"{ASK}|{CODES}"),
    ("code|codes|digits ... by|via|through|per text|phone|message|mail|email", 100, f"{ASK}|{CODES}"),
    ("code|codes|digits ... get|got|receive*|sent|arriv*|texted|mailed|emailed", 60, f"{ASK}|{CODES}|est il|a t il"),
    ("4|5|6|7|8|four|five|six|seven|eight digit|digits|figure|figures|character code|codes|pin|password|otp", 100, f"{ASK}|{CODES}|model|house|year"),
    ("4|5|6|7|8|four|five|six|seven|eight digits|figures ... get|got|receive*|sent|arriv*|texted", 100, f"{ASK}|{CODES}"),
    ("login|logon|signin|access|banking credentials|details|data|info|information", 100, f"{ASK}|{SEEN}"),
    ("log|sign in credentials|details|data|info", 100, f"{ASK}|{SEEN}"),
    ("account|paypal|wallet credentials|details|login", 60, f"{ASK}|{SEEN}"),
    ("credentials", 60, f"{ASK}|{SEEN}"),
    ("your|my login|logins !name|experience|attempt*|time|problem*|page|screen", 60, f"{ASK}|{SEEN}"),
    ("login|logins for|of|to|on|at the|this|our|my|your", 60, f"{ASK}|{SEEN}"),
    ("your|my paypal|bank|gmail|google|facebook|instagram|email|mail|amazon|binance|account login|logins", 60, f"{ASK}|{SEEN}"),
    ("mothers maiden name", 60, ""),
    ("security question|questions|answer|answers", 60, f"{ASK}|^what|says|{SEEN}"),
    ("passport|passports !number|license|licence|id|photo|control|office|index", 60, f"{ASK}|{SEEN}|colour|color|cover|countries|size|style|written|figure|film|drawing|painting|sample|specimen"),
    ("id card|cards|document|documents|number|scan|photo|picture !holder*|case|reader|printer|maker", 60, f"{ASK}|{SEEN}|{PAPERS}|national|passport|driving|drivers"),
    ("identity|identification|citizen|residence card|cards|document|documents|paper|papers|number|scan|photo", 60, f"{ASK}|{SEEN}|{PAPERS}"),
    ("selfie*|photo|picture|scan of|with your|an|my|the id", 60, f"{ASK}|{SEEN}|{PAPERS}"),
    ("pan|voter|ration card", 60, f"{ASK}|{SEEN}"),
    ("driver license|licence", 60, f"{ASK}|{SEEN}"),
    ("birth certificate", 60, f"{ASK}|{SEEN}"),
    ("aadhaar|aadhar", 60, f"{ASK}|{SEEN}"),
]  # fmt: skip

ASK_ES = "^se|^es|^esta|^que|^cual|^cuales|^como|^donde|^cuando|^cuanto*|^hay|^aparec*|^llego|^funciona"
SEEN_ES = "^pagina|^la pagina|^pantalla|^boton|^formulario|^mensaje|^enlace|^opcion|^campo*|captura de la pagina|pagina de contrasena|pagina de la contrasena|pagina donde|pantalla donde|campo de|campos de|campo para|restablec*|recuper*|olvid*|gestor|error*|visible|requisito*|longitud|numero de caracteres|ayuda"
CODES_ES = "final|encuesta|producto|postal|barras|descuento|cupon|promocional|color|qr|area|pais|pagina|completar|cuestionario|pedido|envio|etiqueta|campo|segundos|tiempo|articulo|fuente|error|estudio"
SPANISH = [
    ("contrasena*", 100, f"{ASK_ES}|{SEEN_ES}"),
    ("cual es tu|su|la contrasena|pin|clave", 100, SEEN_ES),
    ("tu|su|mi clave|claves|pin", 100, f"{ASK_ES}|{SEEN_ES}"),
    ("clave|pin|codigo de|del ... tarjeta|banco|cajero|cuenta|acceso|paypal", 100, f"{ASK_ES}|{SEEN_ES}"),
    ("clave|llave privada|secreta|bancaria", 100, f"{ASK_ES}|{SEEN_ES}"),
    ("numero|numeros|datos|vencimiento|caducidad de ... tarjeta", 100, f"{ASK_ES}|{SEEN_ES}|regalo|fidelidad|biblioteca|prueba|visita|identidad|grafica|memoria|puntos"),
    ("frase semilla|secreta|mnemonica", 100, f"{ASK_ES}|final|encuesta"),
    ("frase|palabras de recuperacion", 100, ASK_ES),
    # In Portuguese too.
    ("codigo|codigos ... sms|whatsapp|telegram", 100, f"{ASK_ES}|segundos|tiempo|pais|area|descuento|^qual|^quanto*|^chegou|^o codigo chegou|tempo|desconto"),
    ("codigo|codigos de verificacion|confirmacion|seguridad|acceso|autenticacion|activacion", 100, f"{ASK_ES}|{CODES_ES}"),
    ("codigo|codigos ... 4|5|6|8|cuatro|cinco|seis|ocho digitos|cifras|numeros", 100, f"{ASK_ES}|{CODES_ES}"),
    ("codigo|codigos ... recib*|llega*|enviado*", 60, f"{ASK_ES}|{CODES_ES}"),
    ("datos|credenciales|usuario de acceso|inicio|sesion", 100, f"{ASK_ES}|{SEEN_ES}"),
    ("numero|foto|copia|escaneo de|del ... pasaporte|dni|nie|cedula|ine|curp", 60, f"{ASK_ES}|{SEEN_ES}"),
    ("tu|su pasaporte|dni|nie|cedula|curp", 60, f"{ASK_ES}|{SEEN_ES}"),
]  # fmt: skip

ASK_PT = "^o que|^qual|^quais|^como|^onde|^quando|^quanto*|^ha|^aparec*|^chegou|^o codigo chegou|^o sms chegou|^funciona|^esta|^e possivel|^da para"
SEEN_PT = "^pagina|^a pagina|^tela|^botao|^formulario|^mensagem|^link|^opcao|^campo*|captura da pagina|pagina da senha|pagina de senha|pagina onde|tela onde|tela da senha|campo da|campo de|campo do|redefin*|recuper*|esquec*|gerenciador|erro*|visivel|requisito*|comprimento|numero de caracteres"
CODES_PT = "final|fim|pesquisa|produto|postal|barras|desconto|cupom|promocional|cor|qr|area|pais|pagina|questionario|pedido|rastreio|etiqueta|campo|segundos|tempo|fonte|erro|estudo|conclusao"
PORTUGUESE = [
    ("senha|senhas", 100, f"{ASK_PT}|{SEEN_PT}|fila|atendimento|espera"),
    ("qual e a|sua senha|pin", 100, SEEN_PT),
    ("pin do|da ... cartao|banco|conta", 100, f"{ASK_PT}|{SEEN_PT}"),
    ("seu|meu pin", 100, f"{ASK_PT}|{SEEN_PT}"),
    ("numero|numeros|dados|validade|vencimento do|de ... cartao", 100, f"{ASK_PT}|{SEEN_PT}|presente|fidelidade|biblioteca|teste|visita|identidade|memoria|pontos|sus"),
    ("frase semente|secreta|mnemonica", 100, f"{ASK_PT}|final|fim"),
    ("frase|palavras de recuperacao", 100, ASK_PT),
    ("chave|chaves privada*|secreta*", 100, f"{ASK_PT}|{SEEN_PT}"),
    ("codigo|codigos de verificacao|confirmacao|seguranca|acesso|autenticacao|ativacao", 100, f"{ASK_PT}|{CODES_PT}"),
    ("codigo|codigos ... 4|5|6|8|quatro|cinco|seis|oito digitos|numeros|algarismos", 100, f"{ASK_PT}|{CODES_PT}"),
    ("codigo|codigos ... receb*|cheg*|enviado*", 60, f"{ASK_PT}|{CODES_PT}"),
    ("dados|credenciais|login de|e|do acesso|login|banco|conta", 60, f"{ASK_PT}|{SEEN_PT}"),
    ("numero|foto|copia|digitalizacao do|de ... passaporte|rg|cpf|cnh|identidade", 60, f"{ASK_PT}|{SEEN_PT}"),
    ("seu|meu passaporte|rg|cpf|cnh", 60, f"{ASK_PT}|{SEEN_PT}"),
]  # fmt: skip

ASK_FR = "^est|^quel|^quelle|^quels|^quelles|^comment|^ou|^quand|^combien|^y a|est il|est elle|sont ils|sont elles|a t il|a t elle|^avez|^peut|^faut|^le champ"
SEEN_FR = "^page|^la page|^ecran|^bouton|^formulaire|^lien|^champ*|capture de la page|page du mot|page de mot|page ou|ecran ou|champ du|champ de|champs de|reinitialis*|oubli*|gestionnaire|erreur*|derreur|doubli|visible|masque|exigence*|longueur|nombre de caracteres|indice"
CODES_FR = "fin|sondage|questionnaire|enquete|produit|postal|barres|promo*|reduction|couleur|qr|indicatif|pays|page|commande|suivi|etiquette|champ|secondes|temps|source|erreur|etude|article"
FRENCH = [
    ("mot|mots de passe", 100, f"{ASK_FR}|{SEEN_FR}"),
    ("quel est votre|ton|le mot de passe", 100, SEEN_FR),
    ("code pin|secret|confidentiel", 100, f"{ASK_FR}|{SEEN_FR}"),
    ("code de|du|dacces ... carte|banque|compte|bancaire", 100, f"{ASK_FR}|{SEEN_FR}|cadeau|fidelite"),
    ("cryptogramme", 100, f"{ASK_FR}|{SEEN_FR}"),
    ("numero|numeros|coordonnees|donnees|expiration de ... carte", 100, f"{ASK_FR}|{SEEN_FR}|cadeau|fidelite|bibliotheque|test|visite|didentite|identite|graphique|memoire"),
    ("coordonnees bancaires", 60, f"{ASK_FR}|{SEEN_FR}"),
    ("identifiants|codes|donnees de connexion", 100, f"{ASK_FR}|{SEEN_FR}"),
    ("phrase|mots de recuperation", 100, ASK_FR),
    ("phrase secrete|mnemonique", 100, f"{ASK_FR}|fin|page|sondage"),
    ("cle|cles privee*|secrete*", 100, f"{ASK_FR}|{SEEN_FR}"),
    ("code|codes ... sms|whatsapp|telegram", 100, f"{ASK_FR}|secondes|temps|pays|indicatif|promo*"),
    ("code|codes de verification|confirmation|securite|connexion|validation", 100, f"{ASK_FR}|{CODES_FR}"),
    ("code|codes ... dauthentification|dacces|dactivation", 100, f"{ASK_FR}|{CODES_FR}"),
    ("code|codes ... 4|5|6|8|quatre|cinq|six|huit chiffres", 100, f"{ASK_FR}|{CODES_FR}"),
    ("code|codes ... recu*|recev*|envoye*", 60, f"{ASK_FR}|{CODES_FR}"),
    ("numero|photo|copie|scan de|du ... passeport|permis", 60, f"{ASK_FR}|{SEEN_FR}"),
    ("carte|piece|papiers didentite", 60, f"{ASK_FR}|{SEEN_FR}"),
    ("votre|mon passeport", 60, f"{ASK_FR}|{SEEN_FR}"),
]  # fmt: skip

ASK_ID = "^apakah|^apa saja|^bagaimana|^di mana|^kapan|^berapa|^mengapa|^mana"
SEEN_ID = "^halaman|^layar|^tombol|^formulir|^tautan|^pesan|^kolom|halaman kata|halaman sandi|halaman tempat|layar kata|kolom kata|kolom sandi|kolom pin|reset|lupa|pengelola|kesalahan|galat|terlihat|syarat|panjang|jumlah karakter"
CODES_ID = "akhir|survei|produk|pos|batang|bar|diskon|kupon|promo|warna|qr|area|negara|halaman|kuesioner|pesanan|resi|label|kolom|detik|waktu|sumber|selesai|penyelesaian"
INDONESIAN = [
    ("sandi", 100, f"{ASK_ID}|{SEEN_ID}|morse"),
    ("pin atm|kartu|anda|kamu|bank|rekening|dana|ovo|gopay", 100, f"{ASK_ID}|{SEEN_ID}|peta"),
    ("nomor|nomer|data|no kartu !identitas|keluarga|hadiah|anggota|perpustakaan|nama|tanda", 100, f"{ASK_ID}|{SEEN_ID}|uji"),
    ("frasa|frase pemulihan|rahasia|benih", 100, f"{ASK_ID}|akhir|survei"),
    ("kunci pribadi|privat|rahasia", 100, ASK_ID),
    ("kode ... sms|whatsapp|wa|telegram", 100, f"{ASK_ID}|detik|waktu|negara|area|diskon"),
    ("kode verifikasi|konfirmasi|keamanan|masuk|login|aktivasi|rahasia", 100, f"{ASK_ID}|{CODES_ID}"),
    ("kode ... 4|5|6|8|empat|lima|enam|delapan angka|digit", 100, f"{ASK_ID}|{CODES_ID}"),
    ("4|5|6|8|empat|lima|enam|delapan digit|angka kode", 100, f"{ASK_ID}|{CODES_ID}"),
    ("kode ... diterima|terima|dikirim|masuk", 60, f"{ASK_ID}|{CODES_ID}"),
    ("data|detail|info login|masuk|akun", 60, f"{ASK_ID}|{SEEN_ID}"),
    ("nomor|foto|scan|salinan ... paspor|ktp|sim|nik|kk", 60, f"{ASK_ID}|{SEEN_ID}|kartu sim"),
    ("ktp|nik|paspor anda|kamu", 60, f"{ASK_ID}|{SEEN_ID}"),
]  # fmt: skip

SEEN_BN = "ফিল্ড*|পাসওয়ার্ড পাতা*|পাসওয়ার্ড পেজ*|পাসওয়ার্ডের পাতা*|পাসওয়ার্ডের পেজ*|পাসওয়ার্ড ফর্ম*|পাসওয়ার্ড বোতাম|পাসওয়ার্ডের ঘর*|পিনের ঘর*|কার্ডের ঘর*|রিসেট|ভুলে|ম্যানেজার|ত্রুটি|দেখা|দৈর্ঘ্য|কত অক্ষর*|^পাতা*|^বোতাম|^ফর্ম*|^কোন|^কোথায়|^কত|^কেন"
CODES_BN = "শেষে|শেষ|জরিপ*|সার্ভে*|পণ্য*|পোস্টাল|পোস্ট|বার|বারকোড|ডিসকাউন্ট|কুপন|প্রোমো|রঙ*|কিউআর|এলাকা*|দেশ*|পাতা*|পেজ*|অর্ডার|ট্র্যাকিং|সেকেন্ড|সময়|সমাপ্তি|^কোন|^কোথায়|^কত|^কেন|লেবেল*|কোড কি|কোডটি কি"
BENGALI = [
    ("পাসওয়ার্ড*", 100, SEEN_BN),
    ("কার্ড*|ব্যাংক*|আপনার|বিকাশ*|নগদ*|এটিএম পিন*", 100, f"{SEEN_BN}|ম্যাপ*|মানচিত্র*"),
    ("পিন !কোড", 60, f"{SEEN_BN}|ম্যাপ*|মানচিত্র*"),
    ("সিভিভি|সিভিসি", 100, SEEN_BN),
    ("কার্ড* নম্বর*|নাম্বার*|তথ্য*", 100, f"{SEEN_BN}|উপহার|লাইব্রেরি|আইডি|গিফট|ভিজিটিং"),
    ("সিড|রিকভারি ফ্রেজ|বাক্য|শব্দ*", 100, ""),
    ("প্রাইভেট কি|কী", 100, ""),
    ("এসএমএস*|হোয়াটসঅ্যাপ*|টেলিগ্রাম* ... কোড*", 100, "সেকেন্ড|সময়|দেশ*|^কত"),
    ("যাচাই*|ভেরিফিকেশন|নিশ্চিতকরণ|নিরাপত্তা|লগইন কোড*", 100, CODES_BN),
    ("4|5|6|8|চার|পাঁচ|ছয়|আট সংখ্যার|অঙ্কের|ডিজিটের|ডিজিট কোড*|পিন*", 100, CODES_BN),
    ("কোড* ... পেয়েছেন|এসেছে|পাবেন|আসবে", 60, CODES_BN),
    ("লগইন তথ্য*|বিবরণ", 100, SEEN_BN),
    ("পাসপোর্ট*|পরিচয়পত্র*|এনআইডি* !নম্বর*|নাম্বার*|ছবি|স্ক্যান", 60, SEEN_BN),
    ("পাসপোর্ট*|পরিচয়পত্র*|এনআইডি*|আইডি নম্বর*|নাম্বার*|স্ক্যান|কার্ড*", 60, f"{SEEN_BN}|পণ্য*|অর্ডার|ইউজার"),
]  # fmt: skip

SEEN_HI = "फील्ड|पासवर्ड पेज|पासवर्ड का पेज|पासवर्ड वाला|पासवर्ड वाले|पासवर्ड फॉर्म|पासवर्ड बटन|पासवर्ड बॉक्स|पासवर्ड स्क्रीन|पासवर्ड लिंक|रीसेट|भूल*|मैनेजर|त्रुटि|दिख*|लंबाई|कितने अक्षर*|^बटन|^क्या|^कौन*|^कहां|^कितने|^कितना|^क्यों"
CODES_HI = "अंत|आखिर|सर्वे*|उत्पाद|प्रोडक्ट|पोस्टल|डाक|बार|बारकोड|डिस्काउंट|छूट|कूपन|प्रोमो|रंग|क्यूआर|क्षेत्र|देश|पेज|पृष्ठ|ऑर्डर|ट्रैकिंग|सेकंड|समय|समापन|पूरा|लेबल|^क्या|^कौन*|^कहां|^कितने|^कितना"
HINDI = [
    ("पासवर्ड", 100, SEEN_HI),
    ("कार्ड|बैंक|एटीएम|यूपीआई|आपका|अपना पिन !कोड", 100, f"{SEEN_HI}|मैप|नक्शे"),
    ("कार्ड|बैंक|एटीएम|यूपीआई का पिन", 100, f"{SEEN_HI}|मैप|नक्शे"),
    ("सीवीवी|सीवीसी", 100, SEEN_HI),
    ("कार्ड नंबर|नम्बर|विवरण|डिटेल*", 100, f"{SEEN_HI}|गिफ्ट|लाइब्रेरी|आईडी|आधार|पैन|पहचान|विजिटिंग"),
    ("कार्ड का नंबर|नम्बर|विवरण", 100, f"{SEEN_HI}|गिफ्ट|लाइब्रेरी|आईडी|आधार|पैन|पहचान|विजिटिंग"),
    ("सीड|रिकवरी फ्रेज|वाक्यांश|शब्द", 100, ""),
    ("प्राइवेट|निजी की|कुंजी", 100, ""),
    ("एसएमएस|sms|व्हाट्सएप|व्हाट्सऐप|वॉट्सऐप|टेलीग्राम ... कोड", 100, "सेकंड|समय|देश|^कितने|^क्या"),
    ("सत्यापन|वेरिफिकेशन|पुष्टि|सुरक्षा|लॉगिन|लॉगइन कोड", 100, CODES_HI),
    ("4|5|6|8|चार|पांच|छह|छः|आठ अंकों|अंक|डिजिट ... कोड|पिन", 100, CODES_HI),
    ("कोड ... मिला|आया|आएगा|मिलेगा", 60, CODES_HI),
    ("लॉगिन|लॉगइन विवरण|जानकारी|डिटेल*", 100, SEEN_HI),
    ("पासपोर्ट !फोटो|तस्वीर|स्कैन", 60, SEEN_HI),
    ("आधार नंबर|नम्बर", 60, SEEN_HI),
    ("आधार|पैन|पहचान कार्ड|पत्र !की|फोटो|तस्वीर", 60, SEEN_HI),
]  # fmt: skip

ASK_AR = "^هل|^كم|^اين|^متى|^كيف|^لماذا|^اي"
SEEN_AR = "^صفحة|^الصفحة|^شاشة|^زر|^نموذج|^رسالة|^رابط|^حقل*|صفحة كلمة|شاشة كلمة|حقل كلمة|حقل الرقم|خانة كلمة|لقطة لصفحة|لقطة صفحة|اعادة|استعادة|نسيت|مدير|خطا|ظاهر*|طول|عدد الاحرف"
CODES_AR = "نهاية|النهاية|استبيان|الاستبيان|المنتج|منتج|البريدي|بريدي|خصم|الخصم|قسيمة|اللون|الدولة|المنطقة|الصفحة|صفحة|الطلب|التتبع|ثواني|الاكمال|اكمال|الانهاء|باركود|الملصق|حقل"
ARABIC = [
    ("كلمة|كلمات|وكلمة|بكلمة المرور|السر|مرور|سر|مرورك", 100, f"{ASK_AR}|{SEEN_AR}"),
    ("ما هي|هو كلمة|الرقم المرور|السر|مرورك|السري", 100, SEEN_AR),
    ("الباسورد|باسورد|باسوردك", 100, f"{ASK_AR}|{SEEN_AR}"),
    ("الرقم|رقمك|رقم|رمز|الرمز السري|سري", 100, f"{ASK_AR}|{SEEN_AR}"),
    ("رقم|بيانات|ارقام بطاقتك|البطاقة|بطاقة !هدية|الهدية|العضوية|هوية|الهوية|المكتبة", 100, f"{ASK_AR}|{SEEN_AR}|الشخصية|هويتك"),
    ("عبارة|كلمات الاسترداد|الاستعادة|البذور|سرية", 100, ASK_AR),
    ("المفتاح|مفتاح الخاص|خاص|مفتاحك", 100, ASK_AR),
    ("رمز|الرمز|كود|الكود ... واتساب|الواتساب|sms|تيليجرام|رسالة نصية|الرسائل", 100, f"{ASK_AR}|الدولة|خصم|ثواني"),
    ("رمز|كود التحقق|تحقق|التاكيد|تاكيد|الامان|الدخول|التفعيل", 100, f"{ASK_AR}|{CODES_AR}"),
    ("رمز|الرمز|كود|الكود ... 4|5|6|8|اربعة|خمسة|ستة|ثمانية ارقام|خانات", 100, f"{ASK_AR}|{CODES_AR}"),
    ("رمز|الرمز|كود|الكود ... وصلك|يصلك|استلمته|تلقيته", 60, f"{ASK_AR}|{CODES_AR}"),
    ("بيانات|معلومات تسجيل|الدخول|دخولك", 100, f"{ASK_AR}|{SEEN_AR}"),
    ("رقم جواز|جوازك|الجواز|هويتك|الهوية|بطاقتك", 60, f"{ASK_AR}|{SEEN_AR}"),
    ("جواز سفرك|السفر", 60, f"{ASK_AR}|{SEEN_AR}|لون|غلاف"),
    ("صورة|صور هويتك|الهوية|هوية|جوازك", 60, f"{ASK_AR}|{SEEN_AR}"),
    ("بطاقة هويتك|الهوية|هوية|شخصية", 60, f"{ASK_AR}|{SEEN_AR}"),
]  # fmt: skip

LABELS = (ENGLISH, SPANISH, PORTUGUESE, FRENCH, INDONESIAN, BENGALI, HINDI, ARABIC)

# What asks anywhere. words, subject, weight, unless
ASKED_OF = "^is|^are|^was|^were|^does|^did|^has|^which|^how|whether|how long|how often|how many|how much|how fast|say which|tell which|and which|did you|have you ever"
ENDINGS = f"{ASKED_OF}|survey|questionnaire|completion|end|finish*|discount|coupon|promo*|quiz|study|experiment|error"
TESTED = "test|fake|dummy|made|4242|any|field*|gift|loyalty|library|business|sim|stop|before|which|whether"
COUNTED_ES = "cuenta las|cuenta los|cuente*|contar|numero|cuant*|^cual*|traduc*"
COUNTED_PT = "conte|contar|conta as|conta os|numero|quantas|quantos|^qual|^quais|traduz*"
COUNTED_FR = "nombre|combien|comptez|compter|^quel*|traduis*"
COUNTED_ID = "jumlah|hitung*|berapa|terjemah*"
COUNTED_BN = "গুনুন|গুণুন|সংখ্যা|কয়টি|কতটি|কতগুলো|গণনা|গোনা|অনুবাদ"
COUNTED_HI = "गिनें|गिनिए|गिनकर|संख्या|कितने|कितनी|गिनती|अनुवाद"
COUNTED_AR = "عدد|كم|عد|احسب|ترجم*"
STEPS = [
    ("send*|give*|share*|tell*|forward*|pass*|text|read ... digit|digits|figure code|codes|pin", "credentials", 100, ENDINGS),
    ("send*|give*|share*|tell*|forward*|pass ... code|codes ... get|receive*|arriv*|come|comes|texted", "credentials", 100, ENDINGS),
    ("send*|give*|share*|tell*|forward*|pass ... code|codes ... sms|whatsapp|telegram", "credentials", 100, ASKED_OF),
    ("send*|give*|share*|tell*|forward*|pass ... whatsapp|telegram|gmail|sms code|codes", "credentials", 100, ASKED_OF),
    ("text|read|dictate me|us ... code|codes", "credentials", 100, ENDINGS),
    ("give*|send*|share*|tell* ... your ... login|logins !experience|page|screen|button|name", "credentials", 60, ASK),
    ("selfie* ... your|an|my id|passport|licence|license", "credentials", 60, ""),
    ("your paypal|bank|banking|google|gmail|facebook|instagram|whatsapp|email|mail|apple|amazon|netflix|binance|steam|tiktok password|passwords|pin|passcode", "credentials", 60, "field*|reset*|manager*|strength|hint|visible|hidden|masked|forgot*"),
    ("cvv|cvv2|cvc|cvc2", "credentials", 60, TESTED),
    ("send*|give*|share*|tell*|type*|enter*|write*|fill* ... cvv|cvv2|cvc|cvc2", "credentials", 60, TESTED),
    ("send*|give*|share*|tell*|type*|enter*|write*|fill* ... card number|numbers|details", "credentials", 100, f"{TESTED}|id|identity"),
    ("recovery|mnemonic phrase|phrases|seed|words", "credentials", 100, ASK),
    ("seed words", "credentials", 100, ASK),
    ("private key|keys", "credentials", 60, ASK),
    ("leave*|write*|post*|give*|submit*|publish*|drop|add ... nice|excellent|kind|lovely|favourable|favorable|glowing|perfect|amazing|awesome|great|happy review*|rating*|testimonial*", "reviews", 100, COUNTED),
    ("nice|positive|good|great|excellent|lovely|glowing|amazing|5|five ... trustpilot|google|amazon|yelp|tripadvisor|glassdoor|etsy review*|rating*|testimonial*", "reviews", 100, COUNTED),
    ("leave*|write*|post*|give*|submit*|publish* ... trustpilot|google|amazon|yelp|tripadvisor|glassdoor|facebook|etsy review*|rating*", "reviews", 100, COUNTED),
    ("leave*|write*|post*|give*|submit*|publish* ... review*|testimonial* about|for us|our|my|me", "reviews", 60, COUNTED),
    ("leave*|write*|publish* ... review* on|at trustpilot|google|amazon|yelp|tripadvisor|glassdoor|facebook|etsy", "reviews", 100, COUNTED),
    ("add|drop|publish* ... 5|five|4|four star*", "reviews", 60, COUNTED),
    ("comment* something|anything|sth positive|nice|good|great", "reviews", 60, ""),
    ("verified purchase|buyer review*|rating*", "reviews", 100, COUNTED),
    ("join* ... my|our|this|the ... telegram|discord|whatsapp|facebook|viber|signal|reddit|skool ... channel*|group*|server*|community", "followers", 60, ""),
    ("join* ... my|our ... channel*|server*|community|group|groups|telegram|discord", "followers", 60, ""),
    ("watch*|view*|play*|stream*|listen* ... my|our ... video*|stream*|song*|track*|channel*|shorts|reel*|vlog*|livestream* ... minute*|second*|hour*|times|end", "followers", 60, ""),
    ("watch*|stream*|play* ... youtube|tiktok|twitch|spotify|rumble video*|videos|stream|channel|song ... minute*|second*|hour*|times|end", "followers", 30, ""),
    ("more|buy|real|boost*|increase*|extra views|plays|streams|watchtime|followers|subscribers", "followers", 60, f"{ASK}|say|whether"),
    ("share* my|our ... post|posts|video|videos|page|profile|reel*", "followers", 60, ""),
    ("visit*|click*|open* ... my|our ... times|daily", "ad_clicks", 60, "say|whether"),
    ("click*|tap*|hit|press*|smash ... like|follow|subscribe button", "followers", 60, "say|whether"),
    ("buy|purchase|order ... amazon|book|ebook|item|product|copy|kindle|etsy ... refund*|reimburs*|cashback", "own_money", 100, "page|policy|button|form"),
    ("envia*|envie*|manda*|danos|dame|comparte*|dinos|dime|reenvia* ... codigo ... digitos|cifras|whatsapp", "credentials", 100, "encuesta|final"),
    ("escrib*|deja*|deje|publica*|publique|pon ... buen|buena|bonita|excelente resena*|opinion*|valoracion*|comentario*", "reviews", 100, COUNTED_ES),
    ("unete|unirse|unanse|entra|entre ... mi|nuestro|nuestra ... telegram|discord|whatsapp", "followers", 100, ""),
    ("unete|unirse|unanse ... mi|nuestro canal|grupo|servidor", "followers", 60, ""),
    ("mira|mire|ve|vea|reproduc* ... mi|nuestro ... video|canal|cancion ... minuto*|segundo*|veces", "followers", 60, ""),
    ("envie*|enviar|mande*|passe|compartilhe*|informe*|encaminhe*|diga ... codigo ... digitos|whatsapp", "credentials", 100, "pesquisa|final|fim"),
    ("escreva*|deixe*|publique|poste|faca ... boa|otima|excelente|linda avaliac*|resenha*|comentario*", "reviews", 100, COUNTED_PT),
    ("entre|entrar|participe|junte ... meu|nosso|minha|nossa ... telegram|discord|whatsapp|canal|grupo|servidor", "followers", 60, ""),
    ("assista*|veja|ver ... meu|nosso|minha ... video|canal|musica ... minuto*|segundo*|vezes", "followers", 60, ""),
    ("envo*|donn*|partag*|transmett*|communiqu*|transfer* ... code ... chiffres|whatsapp", "credentials", 100, "sondage|fin|questionnaire"),
    ("laiss*|ecriv*|publi*|post*|redig* ... bon|joli|excellent|gentil|super avis|commentaire*", "reviews", 100, COUNTED_FR),
    ("rejoign*|rejoindre|integrez ... mon|notre|ma ... telegram|discord|whatsapp|canal|groupe|serveur|chaine", "followers", 60, ""),
    ("regard*|visionn*|ecout* ... ma|mon|notre ... video|chaine|chanson|clip ... minute*|seconde*|fois", "followers", 60, ""),
    ("kirim*|berikan|beritahu*|bagikan|kasih|teruskan ... kode ... digit|angka|whatsapp|wa", "credentials", 100, "survei|akhir"),
    ("gabung*|bergabung*|masuk|join ... telegram|discord|whatsapp|grup|channel|kanal ... kami|saya|aku", "followers", 60, ""),
    ("tonton* ... video|channel|kanal ... saya|kami|aku ... menit|detik|kali", "followers", 60, ""),
    ("সংখ্যার|অঙ্কের|ডিজিটের|হোয়াটসঅ্যাপ*|হোয়াটসঅ্যাপে ... কোড* ... ফরওয়ার্ড|পাঠান|পাঠাও|জানান|শেয়ার|বলুন", "credentials", 100, "জরিপ*|সার্ভে*|শেষ*|পণ্য*"),
    ("টেলিগ্রাম|হোয়াটসঅ্যাপ|ডিসকর্ড চ্যানেল*|গ্রুপ* ... যোগ|জয়েন", "followers", 60, ""),
    ("আমার|আমাদের ... ভিডিও* ... মিনিট|সেকেন্ড ... দেখুন|দেখো", "followers", 60, ""),
    ("अंकों|अंक ... कोड ... भेजें|भेजिए|बताएं|बताइए|साझा|शेयर|फॉरवर्ड", "credentials", 100, "सर्वे*|अंत"),
    ("व्हाट्सएप|व्हाट्सऐप|टेलीग्राम ... कोड ... भेजें|भेजिए|बताएं|बताइए|साझा|शेयर|फॉरवर्ड", "credentials", 100, ""),
    ("टेलीग्राम|व्हाट्सएप|डिस्कॉर्ड चैनल|ग्रुप ... जुड़ें|जॉइन|ज्वाइन", "followers", 60, ""),
    ("मेरा|मेरी|हमारा|हमारी ... वीडियो ... मिनट|सेकंड ... देखें|देखिए", "followers", 60, ""),
    ("ارسل*|اعط*|شارك*|اخبر* ... رمز|الرمز|كود|الكود ... ارقام|واتساب|الواتساب", "credentials", 100, "الاستبيان|النهاية"),
    ("انضم*|الانضمام ... قناتي|قناتنا|مجموعتي|مجموعتنا|تيليجرام|تلغرام", "followers", 60, ""),
    ("شاهد*|مشاهدة ... فيديو|الفيديو|مقطع ... دقائق|دقيقة|ثانية|ثواني", "followers", 30, ""),
    ("شاهد*|مشاهدة ... فيديوهاتي|فيديوهاتنا|قناتي|قناتنا", "followers", 60, ""),
]  # fmt: skip

# A task may have people sign up by a referral link where it says that somebody earns by it, and what they give up.
EARNED = "~i earn|~we earn|~earns me|~earns us|~i get a|~we get a|~i get paid|~we get paid|~pays me|~pays us|~my commission|~our commission|~gano|~ganamos|~mi comision|~eu ganho|~ganhamos|~minha comissao|~gagne|~gagnons|~ma commission|~saya mendapat|~kami mendapat|~saya dapat|~komisi saya|~আমি এতে|~আমরা এতে|~কমিশন পাই|~मुझे इससे|~हमें इससे|~اكسب|~نكسب|~احصل منه|~عمولتي"
GIVEN_UP = "~cancel|~cancelled|~give up|~gives up|~costs you|~costs nothing|~leave again|~delete the account|~close the account|~no deposit|~nothing to pay|~they keep|~they get your|~cancelar|~cancelarlo|~darte de baja|~desinscrire|~resilier|~annuler|~membatalkan|~dibatalkan|~batalkan|~বাতিল|~रद्द|~الالغاء|~الغاء|~الغاؤه"
# The one captcha of a form, as it comes with testing one; not many of them.
GUARDING = "guard*|protect*|form|you test|its captcha|one captcha|formulario|protege*|formulaire|formulir|menjaga|ফর্ম|ফর্মের|ফর্মে|फॉर्म|نموذج*|النموذج|يحمي"

# Codes, accounts, cards, money and praise that are handed on.

# What is handed on. A survey or a test of one's own form speaks of the same things: the words that excuse are theirs.
ON_A_PAGE = f"{ASKED_OF}|page|form|site|website|app|screen|field|fields|sign up|signup|register|registration|log in|login|own account"
SHOWN = f"{ASKED_OF}|{CODES}"
WORDS = "word|words|translat*|spam|survey|tone|topic|language|summar*|story|article|poem|sender"
SHOPPED = f"{ASKED_OF}|where|price|prices|cost|costs|compare|design|look|sold|sells|page|button|could|would|can|stop|before|until|test|fake"
ACCEPTED = "reader|readers|terminal|machine|slot|accept*|logo|logos|sign|sticker*|gift|loyalty|library|business|sim|test|fake|dummy|made|sample|drawing|model|form|field|fields|icon|button|section|whether|which|advert*|poster|wallet|holder"
PLAYED = "test|testnet|play|fake|pretend|would|could|whether|say|says|count|how|until|stop|before|button|translate|write|read|type|game|monopoly|if|price|prices|sum|total|amount|amounts|cost|costs"
CHECKED = "typo*|spelling|grammar|mistake*|error*|translat*|wording|check|count|number|whether|would|how|which|unclear|sort|classify|label|compare"
HANDED_ON = [
    # Codes that come to somebody's phone.
    ("receiv*|get|take|accept|await|wait ... sms|otp ... send|tell|give|forward|share|pass|dictate|show|report|hand ... us|me|him|her|them|it|code|codes|pin|over", "credentials", 100, f"{ASKED_OF}|aloud|spam|record*|translat*|survey|tone|topic|language"),
    ("read|open|note|receiv*|get|take ... sms|text|message|messages ... send|tell|give|forward|share|pass|dictate|report|hand ... code|codes|pin|otp|digits", "credentials", 100, f"{ASKED_OF}|{WORDS}"),
    ("receiv*|get|take|await|accept ... text message|messages|msg ... send|tell|give|forward|share|pass|dictate|report|hand ... us|me|it|over", "credentials", 100, f"{ASKED_OF}|{WORDS}"),
    ("receiv*|get|take|accept|await|wait ... sms|otp ... write|type|enter|paste|put|post|submit|upload ... here|below|us|me|proof|answer|box", "credentials", 100, f"{ASKED_OF}|translat*|spam|survey|tone|topic|language|summar*"),
    ("receiv*|get|take|read|accept|await ... code|codes|pin|passcode ... sms|text|phone|mobile|sim|whatsapp|telegram ... send|tell|give|forward|share|pass|dictate|report|hand|write|type|paste|post|submit", "credentials", 100, f"{ON_A_PAGE}|qr|bar|product*|package|survey"),
    ("receiv* ... code|codes|pin|passcode ... send|tell|give|forward|share|pass|dictate|report|hand|write|paste|post|submit ... us|me|it|them|here|below", "credentials", 100, SHOWN),
    ("sms|otp|texted|whatsapp ... code|codes|pin|passcode ... send|tell|give|forward|share|pass|dictate|report|hand|show ... us|me|him|them|over|on", "credentials", 100, f"{ASKED_OF}|survey"),
    ("sms|otp|whatsapp|telegram ... write|type|enter|paste|put|post|submit ... code|codes|pin ... here|below|proof|answer", "credentials", 100, f"{ASKED_OF}|{COUNTED}|spam|survey|tone|topic|language|opinion|price|model|brand"),
    ("send*|tell*|give*|share*|forward*|pass|hand|dictate|dm ... pin|otp|passcode|tan|code|codes ... get|got|gets|receive*|arriv*|come|comes|sent|texted ... sms|text|message|phone|whatsapp", "credentials", 100, f"{ASKED_OF}|survey"),
    ("enter|type|write|put|note|copy|fill|submit|report|show|read ... pin|otp|passcode|code|codes ... get|got|receive*|arriv*|come|comes|sent|texted ... sms|text|message|phone|mobile|whatsapp|telegram", "credentials", 100, f"{ON_A_PAGE}|{WORDS}"),
    ("enter|type|write|put|note|copy|submit|paste|post ... pin|otp|passcode|code|codes ... sms|message|texted|phone|whatsapp|telegram ... here|below|proof|answer|us|me|box", "credentials", 100, f"{ASKED_OF}|{WORDS}"),
    ("enter|type|write|put|submit|paste|post ... sms|otp|verification|whatsapp|telegram|pin code|codes ... here|below|proof|answer|us|me", "credentials", 100, f"{ASKED_OF}|survey"),
    ("write|type|paste|put|submit|post|hand ... otp|passcode|tan ... here|below|proof|answer|us|me|in|over", "credentials", 100, f"{ON_A_PAGE}|survey"),
    ("read|dictate|spell ... sms|otp|pin ... us|me|phone|out", "credentials", 100, f"{ON_A_PAGE}|aloud|loud|spam|record*|map|badge"),
    ("read|dictate|spell me|us|out ... otp|pin|passcode|code|codes", "credentials", 100, SHOWN),
    ("send*|tell*|give*|share*|forward*|hand|dictate|dm ... pin|otp|passcode|tan ... us|me|get|got|receive*|arriv*|phone|sms|card|bank|account", "credentials", 100, f"{ON_A_PAGE}|map|badge|lapel|pinterest"),
    ("send*|tell*|give*|hand|dm us|me|him|her|them|over ... pin|otp|passcode|password|passwords", "credentials", 100, f"{ASKED_OF}|map|badge|lapel|pinterest|us which|us whether|rule|rules|strength|accepted|clear|field|reset*"),
    ("forward*|share|send|pass|copy|show ... sms|otp|message ... to|with us|me|him|her|them", "credentials", 100, f"{ASKED_OF}|{WORDS}|error|sample|draft|template|wording|write|own|page|form"),
    ("forward*|share|pass us|me|on ... sms|text message|messages|you", "credentials", 60, f"{ASKED_OF}|sample|draft|write|template|wording|translat*"),
    ("forward*|send|share|pass|copy the|this|that|every|any|all|each sms|otp", "credentials", 60, f"{ASKED_OF}|button|test|translat*|write"),
    ("receive|receiving|obtain|accept|get ... sms|otp|whatsapp|telegram code|codes|verification|pin|otp", "credentials", 60, f"{ON_A_PAGE}|you receive|you get|youll|you will|will|survey|long|seconds|minutes"),
    ("receive|receiving ... sms|texts|otp|verification|security ... for us|me|others|my|our|people", "credentials", 100, ASKED_OF),
    ("reply|respond|message|dm|pm|text with|me|us ... otp|pin|passcode|code|codes", "credentials", 100, SHOWN),
    ("let me|us know ... otp|pin|passcode|code|codes", "credentials", 100, SHOWN),
    ("code|codes|pin|otp ... sent|comes|arriv*|get|receive ... phone|mobile|number|sms ... give|given|send|tell|share|forward|handed|passed|shared ... us|me|to|it", "credentials", 100, f"{ASKED_OF}|survey"),
    ("send*|tell*|give*|share*|forward*|let|dm|put|post|write|type|hand ... digits|figures ... sms|text|texted|whatsapp|phone|telegram", "credentials", 100, f"{ON_A_PAGE}|model|area|country"),
    ("screenshot*|capture|record|photograph|photo|upload|post|put|copy|hand|submit|attach ... sms|whatsapp|otp ... code|codes|pin|digits|upload|answer", "credentials", 100, f"{ON_A_PAGE}|{WORDS}|asks"),
    ("record|post|put|copy|hand|submit|attach|upload ... code|codes|pin|digits ... text|sms ... message|messages|upload|send|below|here", "credentials", 100, f"{ON_A_PAGE}|{WORDS}"),
    ("post|put|hand|submit|copy|upload ... pin|otp|passcode|sms ... text|message|code|in", "credentials", 100, f"{ON_A_PAGE}|{WORDS}|map|board|badge"),
    ("screenshot*|photo|picture ... of the|an|your|that sms", "credentials", 60, f"{ASKED_OF}|{WORDS}|button|page"),
    ("send|give|forward|share ... what|content|contents|text ... sms", "credentials", 60, f"{ASKED_OF}|{WORDS}"),
    ("code|codes|pin ... on|to your phone|mobile|number", "credentials", 60, f"{ON_A_PAGE}|~on the page|~in the form|~on the site|~in the app|~sign up|~survey"),
    ("type|write|give|enter|tell|send|note|show ... digits|numbers|number of|on|from your|my|own ... card|cards", "credentials", 100, f"{CARDS}|table"),
    ("give|tell|send|type|write ... last|first 4|four|six|6 digits|numbers ... card|account", "credentials", 100, f"{CARDS}|table"),
    ("film*|video|videos ... your|own|my ... id|passport|card|cards|licence|license", "credentials", 100, f"{ACCEPTED}|playing|trading"),
    # Accounts that are made or confirmed for somebody.
    ("account|accounts|mailbox|profile|profiles|gmail ... send|give|hand|tell|share|submit|write|deliver*|report|post|paste|return|email|provide|note ... password|passwords|login|logins|credentials", "accounts", 100, f"{ASKED_OF}|nowhere|own|rule|rules|page|strength|safe|secure|unclear|clear|field|yourself|never"),
    ("create*|make|open|register|set ... account|accounts|mailbox|profile ... send|give|hand|tell|share|submit|deliver*|paste|return ... its|their|the|name|login ... password|passwords|login|credentials", "accounts", 100, f"{ASKED_OF}|rule|rules|strength"),
    ("hand|give|pass|send ... over|us|me ... login|logins|credentials", "accounts", 60, f"{ASKED_OF}|page|screen|button|experience|field*|error*"),
    ("account|accounts ... give|send|hand|lend us|me|over ... card|cards|access|sim|it|them", "accounts", 60, f"{ASKED_OF}|own|page"),
    ("verify|verifying|confirm|activate|validate|unlock|recover my|our|his|her|their|somebodys|someones|a|an ... account|accounts|profile|wallet|number ... with|by|using|via ... your|phone|sms|number|id", "accounts", 100, f"{ASKED_OF}|form"),
    ("verify|verifying|confirm|activate|validate|unlock my|our ... account|accounts|whatsapp|gmail|telegram|paypal|number", "accounts", 60, f"{ASKED_OF}|match*|typo*|spelling|invoice*|data|page"),
    ("with|by|use|using|give|lend|via|through your ... phone|mobile|number|sim|id|face|passport ... verify|confirm|activate|unlock|register|verifies ... my|our|us|me|account|accounts", "accounts", 100, f"{ASKED_OF}|your account|form|own"),
    ("verify|confirm|register|open ... account|accounts ... for|in us|me|our|my|the ... name", "accounts", 60, ASKED_OF),
    ("lend*|rent*|sell|let|borrow ... your|us|me ... phone number|phone|number|sim|whatsapp|card|id", "accounts", 60, f"{ASKED_OF}|car|house|room|flat|bike"),
    # Cards, and money that is said to come back.
    ("photo*|picture*|selfie*|scan*|snap*|image|images|photograph*|copy ... bank|credit|debit|atm|visa|mastercard|payment card|cards|cheque|cheques|statement|statements", "credentials", 100, ACCEPTED),
    ("upload*|send*|show|share*|attach*|submit ... your|own|my|the|a|both ... bank|credit|debit|atm|visa|mastercard card|cards|statement|statements", "credentials", 100, f"{ACCEPTED}|say|tell|page"),
    ("photo*|picture*|selfie*|scan*|image ... of|with your|my|the|both|an ... passport|license|licence|id|papers|aadhaar", "credentials", 100, f"{ACCEPTED}|colour|color|cover|badge|product|order|item"),
    ("buy|buying|purchase|order|get|load ... gift|itunes|steam|prepaid|recharge|psn|razer|vanilla card|cards|voucher|vouchers|code|codes", "own_money", 60, SHOPPED),
    ("buy|purchase|order|get|scratch ... gift|itunes|steam|prepaid|recharge|top ... card|cards|voucher* ... send|give|tell|share|hand|write|paste|enter|type|forward ... number*|code|codes|pin|it|us|me", "own_money", 100, "would|could|whether|price|prices|sold|stop|before"),
    ("send|give|tell|share|write|paste|enter|hand|submit|type|forward ... number|numbers|code|codes|pin of|from|on ... gift|itunes|steam|prepaid|recharge|voucher|top|scratch", "own_money", 100, f"{ASKED_OF}|shown|price|prices|page|see|kinds|many|shop|count|test|fake"),
    ("send|give|tell|share|hand|forward ... gift|itunes|steam|prepaid|recharge|scratch card|cards|voucher|vouchers code|codes|number|numbers|pin|to|us|me", "own_money", 100, f"{ASKED_OF}|price|prices|page|see|shown|design|test"),
    ("pay|pays|paying|deposit|buy|order|purchase|transfer ... i|we|you|ill|well|youll|is|will ... send|sends|get|gets|give|pay|return|refund|receive|transfer|sent|paid|given ... back|later|twice|double", "own_money", 100, f"{ASKED_OF}|say|tell|says|policy|page|whether|stop|before"),
    ("send|transfer|wire|pay|give|lend ... dollar|dollars|usd|euro|euros|eur|pounds|gbp|rupees|taka|reais|pesos|rupiah|dirhams|money|cash|usdt|btc|crypto ... back|later|double|refund*|return*|reimburs*", "own_money", 100, f"{PLAYED}|tell|policy"),
    ("send|transfer|wire|pay|lend ... dollar|dollars|usd|euro|euros|eur|pounds|gbp|rupees|taka|reais|pesos|rupiah|money|cash|usdt|btc ... paypal|bank|wise|bkash|upi|pix|us|me|my|our|wallet|revolut|venmo", "own_money", 100, PLAYED),
    ("send|transfer|wire|pay|lend ... 1|2|3|4|5|6|8|10|15|20|25|50|100|one|two|three|five|ten|some dollar|dollars|usd|euro|euros|eur|pounds|gbp|rupees|taka|reais|pesos|money|usdt", "own_money", 100, PLAYED),
    ("transfer|wire|lend|donate|tip|send 1|2|3|4|5|6|8|10|15|20|25|50|100 to|us|me", "own_money", 100, f"{PLAYED}|photo*|picture*|page|pages|link|links|list"),
    ("send|transfer|donate ... crypto|bitcoin|btc|eth|ether|usdt ... to|address|wallet|me|us", "own_money", 100, PLAYED),
    ("donate|donating|donation ... dollar*|usd|euro|euros|money|us|me|our|my", "own_money", 60, f"{PLAYED}|page|form"),
    ("pay|buy|order|purchase ... get|receive it|them|that|all|everything back", "own_money", 100, ASKED_OF),
    ("pay|buy|order|purchase first|now|upfront|yourself ... refund|refunds|back|later|return", "own_money", 60, f"{ASKED_OF}|policy|page"),
    ("pay my|our|his|her|someones ... bill|bills|fee|fees|rent|invoice|invoices|order|debt", "own_money", 60, f"{ASKED_OF}|page"),
    ("you|and get|receive|have it|all|everything|them|this back", "own_money", 60, f"{ASKED_OF}|page|screen|ball|undo|button|phone"),
    ("send|give|tell|share us|me ... google|apple|steam|amazon|itunes|play|psn|xbox ... code|codes|voucher", "own_money", 60, f"{ASKED_OF}|shown|source|price|error|sample|page"),
    ("buy|purchase|get ... gift|itunes|steam|prepaid|recharge card|cards|voucher* ... photo*|picture*|scan*|upload*|screenshot*", "own_money", 100, f"{ASKED_OF}|price|prices|where"),
    # Wallets: also where nothing is worth anything somebody looks.
    ("connect|link|connecting|import|sync|pair|unlock ... wallet|wallets|metamask|phantom|walletconnect|ewallet", "own_money", 60, ""),
    ("connect|link|open|import|sync ... wallet|metamask|phantom|walletconnect ... approve|sign|confirm|accept|authorise|authorize ... transaction|transactions|contract|request|message|transfer|allowance", "own_money", 60, "testnet|sepolia|goerli|devnet|holesky|test net|test network"),
    ("approve|sign|authorise|authorize ... transaction|transactions|contract|allowance ... wallet|metamask|phantom", "own_money", 60, ASKED_OF),
    # Praise on other sites, and links that pay.
    ("review|rate|recommend|praise|endorse|reviewing|star my|our|us|me|the|this|her|their ... amazon|google|trustpilot|yelp|tripadvisor|goodreads|glassdoor|etsy|facebook|imdb|appstore|shopee|ebay|maps", "reviews", 100, CHECKED),
    ("recommend|praise|endorse|applaud us|me|our|my|this|the ... trustpilot|google|amazon|yelp|tripadvisor|facebook|reddit|quora|linkedin|forum|forums|everywhere|goodreads", "reviews", 100, "whether|would|how|which"),
    ("warm|kind|nice|good|positive|friendly|sweet|glowing word|words ... about|on|at|in ... us|our|my|me|trustpilot|google|amazon|yelp|facebook|store|goodreads", "reviews", 60, f"{COUNTED}|here|say|quiz|translat*"),
    ("write|say|post|leave|tell ... good|nice|positive|great|kind|warm|lovely thing|things|something|words ... about|on us|our|my|me", "reviews", 60, f"{ASKED_OF}|here|bad"),
    ("write|say|post something nice|good|positive|kind ... our|my|us", "reviews", 60, f"{ASKED_OF}|here|bad"),
    ("leave|give|post|write|add ... feedback|rating|ratings|recommendation|recommendations|endorsement ... trustpilot|google|play|store|linkedin|facebook|booking|amazon|yelp|tripadvisor", "reviews", 60, CHECKED),
    ("http|https|www|link ... aff|affid|ref|refid|refcode|invite|partner ... register|sign|join|signup|account", "bounties", 60, EARNED),
    ("register|sign|join|signup|subscribe|enrol|enroll|account ... http|https|www|com|org|net|io|app|co|link|me ... aff|affid|ref|refid|refcode|refer|referral|referrer|affiliate|invite|inv|partner", "bounties", 60, EARNED),
    ("http|https|www|com|org|net|io|app|co|link|me ... aff|affid|refcode|referral|referrer|affiliate|referralcode|invitecode", "bounties", 60, GIVEN_UP),
    ("sign|register|join|signup ... my link", "bounties", 50, EARNED),
]  # fmt: skip

ASKED_ES = f"{ASK_ES}|si llego|cuanto*|cual|encuesta|di si|dinos si|dime si"
ON_A_PAGE_ES = f"{ASKED_ES}|pagina|formulario|sitio|web|aplicacion|pantalla|campo|registro"
ACCEPTED_ES = "lector|terminal|cajero|logo|letrero|cartel|acept*|regalo|visita|fidelidad|prueba|biblioteca|si|que|identidad|memoria"
PLAYED_ES = "prueba|ficticio|si|cuanto*|hasta|antes|boton|traduc*|lee|precio*|suma|total|escribe|cuenta|como"
CHECKED_ES = f"{COUNTED_ES}|ortografia|error*|falta|faltas|corrige|corregir|copia|revisa"
HANDED_ON_ES = [
    ("recib*|espera*|obten* ... sms|mensaje|codigo|pin ... envi*|manda*|reenvi*|dime|dinos|dame|danos|comparte*|pasame|pasanos", "credentials", 100, f"{ASKED_ES}|{CODES_ES}|traduc*|spam"),
    ("recib*|espera*|obten* ... sms|codigo|pin ... sms|mensaje|movil|telefono ... escrib*|pon|ponlo|pega*|copia* ... aqui|abajo|respuesta|prueba", "credentials", 100, ASKED_ES),
    ("recib*|obten* ... codigo|pin ... sms|mensaje|whatsapp|escrib*|escribelo ... escrib*|escribelo|pon|ponlo|pegalo|copialo|aqui ... aqui|abajo", "credentials", 100, ASKED_ES),
    ("escrib*|pon|anota|copia|introduc*|indica|di|dinos|dime|danos|dame|envi*|manda*|reenvi* ... codigo|pin|otp ... recib*|llega*|llegue ... sms|mensaje|movil|telefono", "credentials", 100, ON_A_PAGE_ES),
    ("reenvi*|mandanos|enviame|envianos|mandame|pasanos|pasame|comparte* ... sms|pin|otp", "credentials", 100, f"{ASKED_ES}|mapa|traduc*"),
    ("recib* ... sms|codigo|codigos ... sms|verificacion|whatsapp", "credentials", 60, f"{ON_A_PAGE_ES}|recibiras|recibes|recibiste|recibio"),
    ("crea*|cree|abre|abra|registr*|haz ... cuenta|correo|perfil ... envi*|manda*|entreg*|danos|dame|dinos|dime|escrib*|comparte*|pasa* ... contrasena|contrasenas|clave", "accounts", 100, f"{ASKED_ES}|regla*|requisito*|campo"),
    ("verifi*|confirm*|activa* mi|nuestra|nuestro|una ... cuenta|perfil|whatsapp ... tu|su ... numero|telefono|movil|dni", "accounts", 100, ASK_ES),
    ("verifi*|confirm*|activa* mi|nuestra|nuestro cuenta|perfil|whatsapp", "accounts", 60, ASK_ES),
    ("foto*|imagen|selfie*|escane*|captura|envi*|sube|suba ... tarjeta|tarjetas ... bancaria*|credito|debito|banco", "credentials", 100, ACCEPTED_ES),
    ("foto*|imagen|selfie*|escane*|envi*|sube|suba ... tu|su|ambos ... tarjeta", "credentials", 60, ACCEPTED_ES),
    ("compra|compre|comprar|consigue|canjea ... tarjeta|tarjetas|vale|codigo|bono ... regalo|steam|itunes|prepago|recarga", "own_money", 60, "cuanto*|donde|precio*|pagina|tienda"),
    ("tarjeta|tarjetas|vale|bono de|del regalo|steam|itunes|prepago|recarga ... envi*|manda*|danos|dame|dinos|dime|escrib*|comparte* ... numero|codigo|pin|clave", "own_money", 100, "cuanto*|precio*|cuantas"),
    ("paga*|pague|envi*|manda*|transfier*|deposit*|compra|compre ... devuelv*|devolv*|devolvemos|reembols*|regres*|recuper*", "own_money", 100, f"{PLAYED_ES}|politica|pagina|paquete|producto defectuoso|formulario|plazo"),
    ("paga*|pague|envi*|manda*|transfier*|deposit* ... dolares|euros|pesos|dinero|usdt|soles ... devuelv*|devolv*|reembols*|regres*|vuelta", "own_money", 100, f"{PLAYED_ES}|politica|pagina"),
    ("envi*|manda*|transfier*|paga*|pague ... dolares|euros|pesos|dinero|usdt|soles ... paypal|cuenta|me|nos|mi|nuestra|bizum|banco", "own_money", 100, PLAYED_ES),
    ("conecta*|conecte|vincula*|vincule|importa* ... billetera|monedero|wallet|metamask|cartera", "own_money", 60, ""),
    ("conecta*|conecte|vincula*|vincule|billetera|wallet|metamask ... aprueb*|firma*|confirma*|acepta* ... transaccion*|contrato", "own_money", 60, "testnet|sepolia|pruebas"),
    ("recomiend*|recomend*|resen*|valora*|califica*|elogia*|puntua* ... en ... google|amazon|trustpilot|tripadvisor|facebook|goodreads|yelp|tienda", "reviews", 100, CHECKED_ES),
    # Addresses that pay somebody, in the languages with Latin letters.
    ("registr*|cadastr*|inscr*|daftar*|unete|enregistr* ... http|https|www|com|org|net|io|app|co|link|me ... aff|affid|ref|refid|refcode|referral|referrer|affiliate|invite|partner", "bounties", 60, EARNED),
]  # fmt: skip

ASKED_PT = f"{ASK_PT}|se chegou|quanto*|pesquisa|diga se|conte se"
ON_A_PAGE_PT = f"{ASKED_PT}|pagina|formulario|site|aplicativo|tela|campo|cadastro"
ACCEPTED_PT = "leitor|maquina|maquininha|logo|placa|aceit*|presente|visita|fidelidade|teste|biblioteca|se|quais|identidade|memoria"
PLAYED_PT = "teste|ficticio|se|quanto*|ate|antes|botao|traduz*|leia|preco*|soma|total|escreva|conte|como"
CHECKED_PT = f"{COUNTED_PT}|ortografia|erro*|corrija|corrigir|copie|revise"
HANDED_ON_PT = [
    ("receb*|espere|aguarde ... sms|mensagem|codigo|pin ... envi*|mande*|reenvi*|encaminh*|diga|passe|compartilh*|informe", "credentials", 100, f"{ASKED_PT}|{CODES_PT}|traduz*|spam"),
    ("receb*|pegue|obtenha ... codigo|pin ... sms|mensagem|whatsapp|celular ... escrev*|coloque|cole|digit* ... aqui|abaixo|resposta|prova", "credentials", 100, ASKED_PT),
    ("escrev*|digit*|coloque|anote|copie|informe|diga|envi*|mande*|encaminh*|passe ... codigo|pin|otp ... receb*|cheg* ... sms|mensagem|celular|telefone|whatsapp", "credentials", 100, ON_A_PAGE_PT),
    ("reenvi*|encaminh*|mande*|compartilh*|passe ... o|nos|me|para sms|pin|otp", "credentials", 100, f"{ASKED_PT}|mapa|traduz*"),
    ("receba|receber|recebendo ... sms|codigo|codigos ... sms|verificacao|whatsapp", "credentials", 60, f"{ON_A_PAGE_PT}|voce recebe|recebera"),
    ("crie*|criar|abra|registr*|cadastr*|faca ... conta|email|perfil ... envi*|mande*|entreg*|passe|diga|escrev*|compartilh*|informe ... senha|senhas", "accounts", 100, f"{ASKED_PT}|regra*|requisito*|campo"),
    ("verifi*|confirm*|ativ* minha|nossa|meu|nosso|uma ... conta|perfil|whatsapp ... seu|teu ... numero|telefone|celular|cpf|rg", "accounts", 100, ASK_PT),
    ("verifi*|confirm*|ativ* minha|nossa|meu|nosso conta|perfil|whatsapp", "accounts", 60, ASK_PT),
    ("foto*|imagem|selfie*|digitaliz*|escane*|envi*|mande* ... cartao|cartoes ... bancario|credito|debito|banco", "credentials", 100, ACCEPTED_PT),
    ("foto*|imagem|selfie*|digitaliz*|escane*|envi*|mande* ... seu|teu ... cartao", "credentials", 60, ACCEPTED_PT),
    ("compre|comprar|resgate ... cartao|cartoes|vale|codigo|gift ... presente|steam|itunes|recarga|card|pre", "own_money", 60, "quanto*|onde|preco*|pagina|loja"),
    ("cartao|cartoes|vale|gift presente|de|steam|itunes|card|recarga ... envi*|mande*|passe|diga|escrev*|informe|compartilh* ... numero|codigo|pin", "own_money", 100, "quanto*|preco*|quantos"),
    ("pague|paguem|pagar|envi*|mande*|transfira|deposit*|compre ... devolv*|reembols*|de volta", "own_money", 100, f"{PLAYED_PT}|politica|pagina|formulario|prazo"),
    ("pague|paguem|envi*|mande*|transfira|deposit* ... dolares|euros|reais|dinheiro|usdt|pix ... devolv*|reembols*|volta", "own_money", 100, f"{PLAYED_PT}|politica|pagina"),
    ("envi*|mande*|transfira|pague|faca ... dolares|euros|reais|dinheiro|usdt|pix ... paypal|pix|conta|me|nos|minha|nossa|banco|para", "own_money", 100, PLAYED_PT),
    ("conect*|vincul*|importe ... carteira|wallet|metamask", "own_money", 60, ""),
    ("conect*|vincul*|carteira|wallet|metamask ... aprov*|assin*|confirm*|aceit* ... transac*|contrato", "own_money", 60, "testnet|sepolia|testes"),
    ("recomend*|avali*|resenh*|elogi*|indique ... no|na|em google|amazon|trustpilot|tripadvisor|facebook|goodreads|loja|reclame", "reviews", 100, CHECKED_PT),
]  # fmt: skip

ASKED_FR = f"{ASK_FR}|si vous|si le|combien|sondage|enquete|dites si"
ON_A_PAGE_FR = f"{ASKED_FR}|page|formulaire|site|application|ecran|lecran|champ|inscription"
ACCEPTED_FR = "lecteur|terminal|distributeur|logo|panneau|affiche|accept*|cadeau|visite|fidelite|test|bibliotheque|si|quelles|didentite|memoire"
PLAYED_FR = "test|fictif|si|combien|jusqua|avant|bouton|traduis*|lisez|prix|somme|total|ecrivez|comptez|comment"
CHECKED_FR = f"{COUNTED_FR}|orthographe|faute*|erreur*|corrig*|copiez|relis*"
HANDED_ON_FR = [
    ("recev*|attendez ... sms|texto|message|code|pin ... envo*|donn*|transmett*|transfer*|partag*|dites|communiqu*|renvo*", "credentials", 100, f"{ASKED_FR}|{CODES_FR}|traduis*|spam"),
    ("recev*|obtenez|prenez ... code|pin ... sms|texto|telephone|whatsapp ... ecriv*|mett*|saisi*|coll*|not* ... ici|dessous|reponse|preuve", "credentials", 100, ASKED_FR),
    ("ecriv*|saisi*|not*|copi*|indiqu*|dites|donn*|envo*|transmett* ... code|pin|otp ... recu*|recev*|arriv* ... sms|texto|message|telephone", "credentials", 100, ON_A_PAGE_FR),
    ("transfer*|transmett*|renvo*|partag*|faites ... le|nous|moi|suivre sms|texto|pin|otp", "credentials", 100, f"{ASKED_FR}|carte|traduis*"),
    ("recevez|recevoir ... sms|texto|code|codes ... sms|verification|whatsapp|texto", "credentials", 60, f"{ON_A_PAGE_FR}|vous recevez|vous recevrez"),
    ("creez|creer|ouvrez|ouvrir|faites ... compte|boite|profil|adresse ... envo*|donn*|remett*|transmett*|dites|ecriv*|partag*|communiqu* ... mot|mots de passe", "accounts", 100, f"{ASKED_FR}|regle*|exigence*|champ"),
    ("verifi*|valid*|confirm*|activ* mon|notre|un ... compte|profil|whatsapp ... votre|ton ... numero|telephone|portable|piece", "accounts", 100, ASK_FR),
    ("verifi*|valid*|confirm*|activ* mon|notre compte|profil|whatsapp", "accounts", 60, ASK_FR),
    ("photo*|image|selfie*|scan*|numeris*|envo* ... carte|cartes ... bancaire*|bleue|credit|debit|banque|paiement", "credentials", 100, ACCEPTED_FR),
    ("photo*|image|selfie*|scan*|numeris*|envo* ... votre|ta ... carte", "credentials", 60, ACCEPTED_FR),
    ("achet*|acheter|procur* ... carte|cartes|bon|code|coupon ... cadeau|cadeaux|steam|itunes|prepaye*|recharge|pcs|transcash", "own_money", 60, "combien|ou|prix|page|boutique"),
    ("carte|cartes|bon|coupon cadeau|cadeaux|steam|itunes|prepayee|recharge|pcs|transcash ... envo*|donn*|transmett*|dites|ecriv*|communiqu* ... numero*|code|codes|pin", "own_money", 100, "combien|prix"),
    ("payez|payer|envo*|vers*|transfer*|depos*|achet* ... rends|rend|rendons|renvoie|renvoyons|rembours*|recuper*|retour", "own_money", 100, f"{PLAYED_FR}|politique|page|colis|formulaire|delai"),
    ("payez|payer|envo*|vers*|virez|transfer* ... dollars|euros|francs|argent|usdt ... rends|rend|rendons|renvoie|renvoyons|rembours*|retour", "own_money", 100, f"{PLAYED_FR}|politique|page"),
    ("envo*|vers*|virez|transfer*|payez|faites ... dollars|euros|francs|argent|usdt|virement ... paypal|compte|moi|nous|mon|notre|banque|lydia", "own_money", 100, PLAYED_FR),
    ("connectez|connecter|reliez|relier|associez|importez ... portefeuille|wallet|metamask", "own_money", 60, ""),
    ("connectez|reliez|portefeuille|wallet|metamask ... approuv*|signez|signer|confirmez|validez|acceptez ... transaction*|contrat", "own_money", 60, "testnet|sepolia"),
    ("recommand*|not*|evalu*|vant*|louez ... sur google|amazon|trustpilot|tripadvisor|facebook|goodreads|maps", "reviews", 100, CHECKED_FR),
    ("avis|commentaire|critique ... sur ... google|amazon|trustpilot|tripadvisor|goodreads ... laiss*|ecriv*|publi*|post*|redig*", "reviews", 100, CHECKED_FR),
    ("laiss*|ecriv*|publi*|post*|redig* ... avis|critique|commentaire ... sur google|amazon|trustpilot|tripadvisor|goodreads", "reviews", 100, CHECKED_FR),
]  # fmt: skip

ASKED_ID = f"{ASK_ID}|apakah|berapa|survei"
ON_A_PAGE_ID = f"{ASKED_ID}|halaman|formulir|situs|aplikasi|layar|kolom"
ACCEPTED_ID = "mesin|logo|tanda|diterima|menerima|hadiah|nama|anggota|uji|perpustakaan|apakah|mana|sim|memori"
PLAYED_ID = "uji|coba|apakah|berapa|sampai|sebelum|tombol|terjemah*|baca|harga|jumlah|total|tulis|hitung|bagaimana"
CHECKED_ID = f"{COUNTED_ID}|ejaan|kesalahan|periksa|perbaiki|salin"
HANDED_ON_ID = [
    ("terima|menerima|tunggu|ambil|dapatkan ... sms|kode|pin|otp ... kirim*|berikan|beritahu*|bagikan|kasih|teruskan|sebutkan", "credentials", 100, f"{ASKED_ID}|{CODES_ID}|terjemah*|spam"),
    ("terima|menerima|tunggu|ambil|dapatkan ... sms|kode|pin|otp ... sms|hp|whatsapp|kode|tulis* ... tulis*|masukkan|ketik|tempel|sini|bawah ... sini|bawah|jawaban|bukti", "credentials", 100, ASKED_ID),
    ("tulis*|ketik|masukkan|catat|salin|kirim*|sebutkan|berikan|beritahu* ... kode|pin|otp ... terima|diterima|masuk|dapat|datang ... sms|pesan|hp|wa|whatsapp", "credentials", 100, ON_A_PAGE_ID),
    ("tulis*|ketik|masukkan|kirim* ... kode|pin ... sms|otp ... sini|bawah|kami|saya", "credentials", 100, ASKED_ID),
    ("teruskan|kirim*|bagikan|berikan ... sms|pin|otp ... kami|saya|aku|sini", "credentials", 100, f"{ASKED_ID}|peta|terjemah*|halaman"),
    ("terima|menerima|dapatkan ... sms|kode ... sms|verifikasi|otp|whatsapp", "credentials", 60, f"{ON_A_PAGE_ID}|anda akan"),
    ("buat|bikin|buka|daftar* ... akun|email|profil ... kirim*|berikan|serahkan|kasih|tulis*|sebutkan|bagikan|beritahu* ... sandi|password|sandinya|passwordnya", "accounts", 100, f"{ASKED_ID}|aturan|syarat|kolom"),
    ("verifikasi|konfirmasi|aktifkan ... akun|profil|whatsapp saya|kami|aku", "accounts", 60, ASKED_ID),
    ("verifikasi|konfirmasi|aktifkan ... akun|profil|whatsapp ... dengan|pakai|menggunakan ... nomor|hp|ktp", "accounts", 60, ASKED_ID),
    ("foto*|gambar|selfie*|pindai|scan|unggah|kirim* ... kartu bank|kredit|debit|atm", "credentials", 100, ACCEPTED_ID),
    ("beli|belikan|membeli|tukar ... kartu|voucher|kode ... hadiah|steam|itunes|pulsa|google|gift", "own_money", 60, "berapa|harga|mana|halaman|toko"),
    ("kartu|voucher|kode hadiah|steam|itunes|pulsa|google|gift|voucher ... kirim*|berikan|kasih|tulis*|sebutkan|bagikan|beritahu* ... nomor*|kode*|pin", "own_money", 100, "berapa|harga"),
    ("bayar|membayar|kirim*|transfer|setor*|beli ... kembalikan|dikembalikan|kembali|mengembalikan|refund|diganti", "own_money", 100, f"{PLAYED_ID}|kebijakan|halaman|formulir|paket|barang"),
    ("bayar|membayar|kirim*|transfer|setor* ... dolar|rupiah|ribu|juta|uang|usdt|rp ... kembalikan|dikembalikan|kembali|diganti", "own_money", 100, f"{PLAYED_ID}|kebijakan|halaman"),
    ("kirim*|transfer|bayar ... dolar|rupiah|ribu|juta|uang|usdt|rp ... paypal|rekening|saya|kami|dana|ovo|gopay|bank", "own_money", 100, PLAYED_ID),
    ("hubungkan|sambungkan|tautkan|impor ... dompet|wallet|metamask", "own_money", 60, ""),
    ("hubungkan|sambungkan|tautkan|dompet|wallet|metamask ... setujui|tandatangani|konfirmasi|terima ... transaksi*|kontrak", "own_money", 60, "testnet|sepolia"),
    ("rekomendasikan|ulas|nilai|puji ... di ... google|amazon|trustpilot|tripadvisor|facebook|goodreads|play|shopee|tokopedia", "reviews", 100, CHECKED_ID),
]  # fmt: skip

ASKED_BN = "^কোন|^কত|^কেন|^কি|কিনা|কি না|কতক্ষণ|কত সময়|কত সেকেন্ড|জরিপ*|সার্ভে*|অনুবাদ"
ON_A_PAGE_BN = f"{ASKED_BN}|পেজে|পাতায়|ফর্মে|সাইটে|ফিল্ডে|অ্যাপে|ওয়েবসাইটে"
HANDED_ON_BN = [
    ("এসএমএস*|ওটিপি|sms ... কোড*|পিন*|সেটি ... পাঠান|পাঠাও|জানান|শেয়ার|বলুন|ফরওয়ার্ড", "credentials", 100, ASKED_BN),
    ("এসএমএস*|ওটিপি|sms|মেসেজ* ... কোড*|পিন* ... লিখুন|দিন|টাইপ|লেখো|জমা", "credentials", 100, ON_A_PAGE_BN),
    ("এসএমএস*|sms|ওটিপি|পিন* ... আমাকে|আমাদের|আমাদেরকে ... পাঠান|পাঠাও|জানান|শেয়ার|বলুন|ফরওয়ার্ড|দিন", "credentials", 100, ASKED_BN),
    ("আমাকে|আমাদের|আমাদেরকে ... এসএমএস*|sms|ওটিপি|পিন* ... পাঠান|পাঠাও|জানান|শেয়ার|বলুন|ফরওয়ার্ড|দিন", "credentials", 100, ASKED_BN),
    ("অ্যাকাউন্ট*|একাউন্ট*|প্রোফাইল* ... পাসওয়ার্ড* ... পাঠান|দিন|জমা|লিখুন|জানান|বলুন|শেয়ার", "accounts", 60, f"{ASKED_BN}|নিয়ম*|শর্ত*"),
    ("আমার|আমাদের অ্যাকাউন্ট*|একাউন্ট*|প্রোফাইল*|হোয়াটসঅ্যাপ ... ভেরিফাই|যাচাই|নিশ্চিত|চালু|সক্রিয়", "accounts", 100, ASKED_BN),
    ("ব্যাংক|ব্যাংকের|ক্রেডিট|ডেবিট|এটিএম কার্ড* ... ছবি*|স্ক্যান|আপলোড|সেলফি", "credentials", 100, "উপহার|গিফট|মেশিন*|রিডার*|নেয়|গ্রহণ|কিনা|লোগো"),
    ("গিফট|উপহার|প্রিপেইড|রিচার্জ কার্ড* ... কিনুন|কিনে|কেনা", "own_money", 60, "দাম|মূল্য|কত|কোথায়"),
    ("গিফট|উপহার|প্রিপেইড|রিচার্জ কার্ড* ... নম্বর*|নাম্বার*|কোড*|পিন* ... পাঠান|দিন|লিখুন|জানান|বলুন|শেয়ার|জমা", "own_money", 100, "দাম|মূল্য|কত|কয়টি"),
    ("টাকা|ডলার|ইউরো|usdt ... পাঠান|দিন|পরিশোধ|ট্রান্সফার|পে ... ফেরত|ফিরিয়ে|ফেরৎ", "own_money", 100, "নীতি*|পাতা*|কত|কিনা|লিখুন|বলুন"),
    ("আমাকে|আমাদের|পেপ্যালে|পেপ্যাল|বিকাশে|নগদে|বিকাশ ... টাকা|ডলার|ইউরো|usdt ... পাঠান|ট্রান্সফার|দিন", "own_money", 100, ASKED_BN),
    ("টাকা|ডলার|ইউরো|usdt ... আমাকে|আমাদের|পেপ্যালে|পেপ্যাল|বিকাশে|নগদে ... পাঠান|ট্রান্সফার|দিন", "own_money", 100, ASKED_BN),
    ("ওয়ালেট*|মেটামাস্ক|wallet|metamask ... কানেক্ট|সংযুক্ত|যুক্ত|লিংক|সংযোগ", "own_money", 60, ""),
    ("ওয়ালেট*|wallet|metamask ... লেনদেন*|ট্রানজ্যাকশন* ... অনুমোদন|অ্যাপ্রুভ|সাইন|নিশ্চিত", "own_money", 60, "টেস্টনেট|testnet|sepolia"),
    ("গুগলে|অ্যামাজনে|আমাজনে|google|amazon|trustpilot|ট্রাস্টপাইলটে|ফেসবুকে ... রিভিউ*|সুপারিশ|রেটিং|প্রশংসা ... লিখুন|দিন|করুন|লেখো", "reviews", 100, COUNTED_BN),
    ("রিভিউ*|সুপারিশ|রেটিং|প্রশংসা ... গুগলে|অ্যামাজনে|আমাজনে|trustpilot|ট্রাস্টপাইলটে ... লিখুন|দিন|করুন", "reviews", 100, COUNTED_BN),
    ("http|https|www|com|org ... aff|ref|refid|referral|affiliate|invite ... রেজিস্টার|সাইন|নিবন্ধন|যোগ|অ্যাকাউন্ট", "bounties", 60, EARNED),
]  # fmt: skip

ASKED_HI = "^क्या|^कौन*|^कितने|^कितना|^क्यों|आया या|मिला या|कितनी देर|कितना समय|कितने सेकंड|सर्वे*|अनुवाद|या नहीं"
ON_A_PAGE_HI = f"{ASKED_HI}|पेज पर|फॉर्म|साइट पर|फील्ड में|ऐप में|वेबसाइट पर"
HANDED_ON_HI = [
    ("एसएमएस|ओटीपी|sms|मैसेज ... कोड|पिन ... भेजें|भेजिए|भेजो|बताएं|बताइए|साझा|शेयर|फॉरवर्ड", "credentials", 100, ASKED_HI),
    ("एसएमएस|ओटीपी|sms|मैसेज ... कोड|पिन ... लिखें|लिखिए|डालें|टाइप|दें|दीजिए|दर्ज", "credentials", 100, ON_A_PAGE_HI),
    ("एसएमएस|sms|ओटीपी|पिन ... मुझे|हमें|हमको ... भेजें|भेजिए|भेजो|बताएं|बताइए|साझा|शेयर|फॉरवर्ड|दें|दीजिए", "credentials", 100, ASKED_HI),
    ("मुझे|हमें|हमको ... एसएमएस|sms|ओटीपी|पिन ... भेजें|भेजिए|भेजो|बताएं|बताइए|साझा|शेयर|फॉरवर्ड|दें|दीजिए", "credentials", 100, ASKED_HI),
    ("अकाउंट|खाता|खाते|प्रोफाइल ... पासवर्ड ... भेजें|भेजिए|दें|दीजिए|लिखें|बताएं|जमा|साझा|शेयर", "accounts", 60, f"{ASKED_HI}|नियम*|शर्त*"),
    ("मेरा|मेरे|हमारा|हमारे अकाउंट|खाता|खाते|प्रोफाइल|व्हाट्सएप ... वेरिफाई|सत्यापित|सत्यापन|पुष्टि|चालू|सक्रिय", "accounts", 100, ASKED_HI),
    ("बैंक|क्रेडिट|डेबिट|एटीएम कार्ड ... फोटो|तस्वीर|स्कैन|अपलोड|सेल्फी", "credentials", 100, "गिफ्ट|उपहार|मशीन|रीडर|स्वीकार|लोगो|या नहीं|बोर्ड"),
    ("बैंक के कार्ड ... फोटो|तस्वीर|स्कैन|अपलोड|सेल्फी", "credentials", 100, "मशीन|रीडर|स्वीकार|लोगो|या नहीं|बोर्ड"),
    ("गिफ्ट|उपहार|प्रीपेड|रिचार्ज कार्ड ... खरीदें|खरीदिए|खरीदकर|लें|खरीद", "own_money", 60, "दाम|कीमत|कितने|कितना|कहां"),
    ("गिफ्ट|उपहार|प्रीपेड|रिचार्ज कार्ड ... नंबर|नम्बर|कोड|पिन ... भेजें|भेजिए|दें|दीजिए|लिखें|बताएं|शेयर|साझा", "own_money", 100, "दाम|कीमत|कितने|कितना"),
    ("रुपये|रुपए|पैसे|डॉलर|usdt ... भेजें|भेजिए|दें|दीजिए|भुगतान|चुकाएं|ट्रांसफर ... वापस|लौटा*|रिफंड", "own_money", 100, "नीति|पेज|कितने|या नहीं|लिखें|बताएं"),
    ("मुझे|हमें|पेपाल|पेपैल|यूपीआई|पेटीएम ... रुपये|रुपए|पैसे|डॉलर|usdt ... भेजें|भेजिए|ट्रांसफर|दें|दीजिए", "own_money", 100, ASKED_HI),
    ("रुपये|रुपए|पैसे|डॉलर|usdt ... मुझे|हमें|पेपाल|पेपैल|यूपीआई|पेटीएम ... भेजें|भेजिए|ट्रांसफर|दें|दीजिए", "own_money", 100, ASKED_HI),
    ("वॉलेट|मेटामास्क|wallet|metamask ... कनेक्ट|जोड़ें|लिंक", "own_money", 60, ""),
    ("वॉलेट|wallet|metamask ... लेनदेन|ट्रांजैक्शन|ट्रांजेक्शन ... मंजूर|स्वीकृत|अप्रूव|साइन|पुष्टि", "own_money", 60, "टेस्टनेट|testnet|sepolia"),
    ("गूगल|अमेजन|अमेज़न|google|amazon|trustpilot|ट्रस्टपायलट|फेसबुक पर ... रिव्यू|समीक्षा|सिफारिश|रेटिंग|तारीफ ... लिखें|दें|करें|डालें|कीजिए", "reviews", 100, COUNTED_HI),
    ("रिव्यू|समीक्षा|सिफारिश|रेटिंग|तारीफ ... गूगल|अमेजन|google|amazon|trustpilot|ट्रस्टपायलट पर ... लिखें|दें|करें|डालें|कीजिए", "reviews", 100, COUNTED_HI),
    ("http|https|www|com|org ... aff|ref|refid|referral|affiliate|invite ... रजिस्टर|साइन|जुड़ें|पंजीकरण|अकाउंट", "bounties", 60, EARNED),
]  # fmt: skip

ASKED_AR = f"{ASK_AR}|هل|كم|استبيان|الاستبيان"
ON_A_PAGE_AR = f"{ASKED_AR}|صفحة|الصفحة|نموذج|النموذج|الموقع|موقع|حقل|الحقل|التطبيق"
HANDED_ON_AR = [
    ("استلم*|استقبل*|انتظر*|احصل|خذ ... sms|رسالة|الرسالة|رمز*|الرمز|كود*|الكود ... ارسل*|وارسل*|اخبر*|واخبر*|اعط*|واعط*|شارك*|وشارك*|ابعث*|وابعث*", "credentials", 100, f"{ASKED_AR}|{CODES_AR}|ترجم*"),
    ("استلم*|استقبل*|احصل|خذ ... رمز*|الرمز|كود*|الكود ... sms|رسالة|الرسالة|واتساب|هاتفك ... اكتب*|واكتب*|ادخل*|وادخل*|ضع*|وضع*", "credentials", 100, ASKED_AR),
    ("اكتب*|ادخل*|ارسل*|اعط*|اخبر*|شارك*|ابعث* ... رمز*|الرمز|كود*|الكود|الرقم ... يصلك|وصلك|تستلمه|تتلقاه|استلمته ... sms|رسالة|الرسالة|هاتفك|الهاتف", "credentials", 100, ON_A_PAGE_AR),
    ("ارسل*|ابعث*|شارك*|حول* ... لنا|لي|الينا|الي ... رسالة|الرسالة|sms ... نصية|النصية|رمز|الرمز|تصلك|وصلتك", "credentials", 100, f"{ASKED_AR}|ترجم*"),
    ("استلم*|استقبل* ... sms|رسالة|رمز|كود ... sms|نصية|تحقق|التحقق|واتساب", "credentials", 60, ON_A_PAGE_AR),
    ("انشئ*|افتح*|انشاء|سجل* ... حساب|حسابا|بريد|بريدا ... ارسل*|وارسل*|سلم*|وسلم*|اعط*|واعط*|اكتب*|واكتب* ... كلمة|وكلمة المرور|السر|مروره|سره|مرور", "accounts", 100, f"{ASKED_AR}|شروط|قواعد|حقل"),
    ("وثق*|فعل*|اكد*|تحقق|توثيق|تفعيل ... حسابي|حسابنا|واتسابي", "accounts", 100, ASK_AR),
    ("صور*|صورة|ارفع*|ارسل*|التقط* ... بطاقة|بطاقتك|البطاقة البنكية|البنك|بنكية|الائتمان|ائتمانية|الائتمانية|الصراف|المصرفية", "credentials", 100, "جهاز|شعار|لافتة|هدية|تقبل|هل|قارئ"),
    ("اشتر*|شراء|واشتر* ... بطاقة|بطاقات|قسيمة هدية|هدايا|ايتونز|ستيم|شحن|جوجل", "own_money", 60, "سعر|كم|اسعار|اين"),
    ("بطاقة|بطاقات|قسيمة هدية|هدايا|ايتونز|ستيم|شحن ... ارسل*|وارسل*|اعط*|واعط*|اكتب*|واكتب*|شارك*|اخبر* ... رقم*|رمز*|الرقم|الرمز|كود*", "own_money", 100, "سعر|كم|اسعار"),
    ("ادفع*|حول*|ارسل*|سدد* ... ساعيد*|وساعيد*|نعيد*|ونعيد*|وسنعيد*|سنعيد*|ارد*|وارد*|نرد*|ونرد*|تستردها|تسترده|وتسترد*|نرجع*|ارجع*", "own_money", 100, "سياسة|صفحة|كم|هل"),
    ("ارسل*|حول*|ادفع* ... دولار*|يورو|ريال|جنيه|درهم|مال|المال|مبلغ|اموال|usdt ... باي|paypal|حسابي|حسابنا|لي|لنا|الينا|الي|محفظتي", "own_money", 100, "كم|هل|كيف|اختبار"),
    ("اربط*|ربط|وصل*|توصيل|صل ... محفظة|محفظتك|المحفظة|metamask|ميتاماسك", "own_money", 60, ""),
    ("محفظة|محفظتك|المحفظة|metamask ... وافق*|ووافق*|وقع*|ووقع*|اكد*|واكد* ... معاملة|المعاملة|العقد|التحويل", "own_money", 60, "testnet|sepolia|تجريبية"),
    ("اوص*|رشح*|قيم*|امدح*|اثن* ... على|في جوجل|غوغل|امازون|تراست|trustpilot|amazon|google|فيسبوك|تريب", "reviews", 100, COUNTED_AR),
    ("سجل*|اشترك*|انضم* ... http|https|www|com|org ... aff|ref|refid|referral|affiliate|invite", "bounties", 60, EARNED),
]  # fmt: skip
HANDED_ON_ELSEWHERE = (HANDED_ON_ES, HANDED_ON_PT, HANDED_ON_FR, HANDED_ON_ID, HANDED_ON_BN, HANDED_ON_HI, HANDED_ON_AR)

# What the policy itself gives as not allowed, as it reads in each language.
PUBLISHED_ES = [
    ("abre|abra|abrir ... patrocinad*", "ad_clicks", 60, ASKED_ES),
    ("recarga*|actualiza*|refresca* ... veces", "ad_clicks", 60, "cuantas|numero"),
    ("vota*|vote ... por el|la|los ... concursante*|candidat*|participante*|foto|numero", "reviews", 60, ASKED_ES),
    ("registr*|unete|inscrib* ... referid*|afiliad*|invitacion", "bounties", 50, EARNED),
    ("abre|abra|abrir ... cuenta ... mi|nuestro enlace|link|codigo", "bounties", 60, EARNED),
    ("pasa|pase|supera|supere ... verificacion|control|comprobacion de identidad", "credentials", 60, ASKED_ES),
    ("agrega*|anade*|instala* ... extension* ... desarrollador", "installs", 60, ""),
    ("deposita*|deposite|paga|pague|invierte 5|10|20|50|100", "own_money", 60, PLAYED_ES),
    ("vende*|prueba|pruebe|compra|compre ... drogas", "adult", 60, ""),
    ("reun*|recopil*|recolect*|junta|consigue|envia*|envie*|manda* ... correos|telefonos|telefono|numeros|emails ... miembros|amigos|contactos|familiares|grupo", "harvesting", 100, "tienda*|empresa*|negocio*"),
    ("cambia|cambie|cambiar|falsea ... tu|su ubicacion|ip|pais|gps", "vpn", 60, ASKED_ES),
]  # fmt: skip
PUBLISHED_PT = [
    ("abra|abrir ... patrocinad*", "ad_clicks", 60, ASKED_PT),
    ("recarregue|recarregar|atualize|atualizar ... vezes", "ad_clicks", 60, "quantas|numero"),
    ("cadastr*|registr*|inscrev*|entre ... indicac*|afiliad*|convite", "bounties", 50, EARNED),
    ("abra|abrir ... conta ... meu|nosso link|codigo", "bounties", 60, EARNED),
    ("passe|passar ... verificacao|checagem de identidade", "credentials", 60, ASKED_PT),
    ("adicion*|instal* ... extensao|extensoes ... desenvolvedor", "installs", 60, ""),
    ("compre|comprar|receba ... dinheiro|valor de volta", "own_money", 60, ASKED_PT),
    ("deposit*|pague|invista 5|10|20|50|100", "own_money", 60, PLAYED_PT),
    ("venda|vender|teste|compre ... drogas", "adult", 60, ""),
    ("colete*|junte|reuna|envie*|mande* ... emails|enderecos|telefones|numeros|contatos ... membros|amigos|familiares|grupo", "harvesting", 100, "loja*|empresa*"),
    ("mude|mudar|altere|troque ... sua|seu localizacao|ip|pais|gps", "vpn", 60, ASKED_PT),
]  # fmt: skip
PUBLISHED_FR = [
    ("ouvrez|ouvrir ... sponsoris*", "ad_clicks", 60, ASKED_FR),
    ("recharg*|rafraichi*|actualis* ... fois", "ad_clicks", 60, "combien|nombre"),
    ("votez|voter ... pour le|la|les ... candidat*|concurrent*|photo|numero", "reviews", 60, ASKED_FR),
    ("suivez|suivre nous", "followers", 60, ASKED_FR),
    ("aimez|likez ... publications|posts|photos|videos|page", "followers", 60, f"{ASKED_FR}|aimez vous|vous aimez|laquelle|lequel"),
    ("inscri*|rejoign* ... parrainage|dinvitation|daffiliation", "bounties", 50, EARNED),
    ("ouvr* ... compte ... mon|notre lien|code", "bounties", 60, EARNED),
    ("passez|passer ... verification|controle didentite", "credentials", 60, ASKED_FR),
    ("ajout*|install* ... extension* ... developpeur", "installs", 60, ""),
    ("depos*|payez|investissez 5|10|20|50|100", "own_money", 60, PLAYED_FR),
    ("vendez|vendre|testez|achetez ... drogue|drogues", "adult", 60, ""),
    ("recueill*|collect*|rassembl*|recolt*|envo* ... emails|adresses|numeros|telephones ... membres|amis|proches|groupe|famille", "harvesting", 100, "entreprise*|boutique*|magasin*"),
    ("chang*|modifi*|falsifi* votre|ta ... position|localisation|ip|gps|pays", "vpn", 60, ASKED_FR),
]  # fmt: skip
PUBLISHED_ID = [
    ("buka ... bersponsor|sponsor", "ad_clicks", 60, ASKED_ID),
    ("muat ulang ... kali", "ad_clicks", 60, "berapa"),
    ("refresh|segarkan ... kali", "ad_clicks", 60, "berapa"),
    ("pilih|vote|dukung ... kontestan|kandidat|calon", "reviews", 60, ASKED_ID),
    ("ikuti|follow kami|saya", "followers", 60, ""),
    ("sukai|like ... postingan|unggahan", "followers", 60, f"{ASKED_ID}|mana|anda sukai"),
    ("sewakan|pinjamkan|jual ... profil|akun", "accounts", 60, ASKED_ID),
    ("daftar*|gabung* ... referral|referal|undangan|rujukan|afiliasi", "bounties", 50, EARNED),
    ("buka|buat ... akun ... tautan|link|kode kami|saya", "bounties", 60, EARNED),
    ("lewati|lulus*|jalani ... pemeriksaan|verifikasi identitas", "credentials", 60, ASKED_ID),
    ("tambahkan|pasang|instal ... ekstensi ... pengembang|developer", "installs", 60, ""),
    ("setor|deposit|bayar 5|10|20|50|100", "own_money", 60, PLAYED_ID),
    ("jual|uji|beli ... narkoba", "adult", 60, ""),
    ("kirim*|kumpulkan|mengumpulkan ... nomor|email|kontak ... teman*|anggota|keluarga", "harvesting", 100, "toko|usaha"),
    ("ubah|ganti|palsukan lokasi|ip|negara|gps", "vpn", 60, ""),
]  # fmt: skip
PUBLISHED_BN = [
    ("স্পনসরড|স্পনসর্ড|স্পন্সরড ... খুলুন|খোলো|ক্লিক", "ad_clicks", 60, ""),
    ("বার|দশবার|পাঁচবার|বিশবার ... রিফ্রেশ|রিলোড", "ad_clicks", 60, ""),
    ("রিফ্রেশ|রিলোড ... বার|দশবার", "ad_clicks", 60, ""),
    ("প্রোফাইল* ... ভাড়া|বিক্রি", "accounts", 60, ""),
    ("রেফারেল|রেফার ... সাইন|নিবন্ধন|রেজিস্টার|যোগ", "bounties", 50, EARNED),
    ("আমার|আমাদের লিংক*|লিঙ্ক* ... অ্যাকাউন্ট*|একাউন্ট*", "bounties", 60, EARNED),
    ("পরিচয় যাচাই* ... পার|পাস|সম্পন্ন", "credentials", 60, ""),
    ("ডেভেলপার মোড* ... এক্সটেনশন*", "installs", 60, ""),
    ("কিনুন|কিনে ... টাকা ফেরত", "own_money", 60, ASKED_BN),
    ("5|10|20|50|100 ডিপোজিট|জমা", "own_money", 60, ""),
    ("মাদক* ... বিক্রি|পরীক্ষা|কিনুন", "adult", 60, ""),
    ("ভুয়া চালান*|সার্টিফিকেট|পাসপোর্ট|রসিদ", "adult", 60, ""),
    ("বন্ধু*|সদস্য* ... নম্বর*|ইমেইল*|ঠিকানা* ... জোগাড়|জড়ো|সংগ্রহ|দিন", "harvesting", 100, "দোকান*"),
    ("আপনার অবস্থান|লোকেশন|আইপি ... বদলে|বদলান|পরিবর্তন|পাল্টান", "vpn", 60, ""),
]  # fmt: skip
PUBLISHED_HI = [
    ("विज्ञापन|स्पॉन्सर्ड|प्रायोजित ... नतीजा|परिणाम|रिजल्ट खोलें|खोलिए", "ad_clicks", 60, ""),
    ("बार रिफ्रेश|रीलोड", "ad_clicks", 60, ASKED_HI),
    ("कैप्चा|captcha* ... लिखें|लिखिए", "captchas", 60, GUARDING),
    ("प्रोफाइल ... किराए|बेचें", "accounts", 60, ""),
    ("हमें|मुझे ... किराए पर दें|दीजिए", "accounts", 60, "मकान|घर|कमरा|गाड़ी"),
    ("रेफरल|रेफर ... साइन|रजिस्टर|जुड़ें|पंजीकरण", "bounties", 50, EARNED),
    ("मेरे|हमारे|मेरी लिंक ... अकाउंट|खाता", "bounties", 60, EARNED),
    ("पहचान की|का जांच|सत्यापन ... पास|पार", "credentials", 60, ""),
    ("एक्सटेंशन ... डेवलपर मोड", "installs", 60, ""),
    ("डेवलपर मोड ... एक्सटेंशन", "installs", 60, ""),
    ("खरीद* ... पैसे|रकम वापस", "own_money", 60, ASKED_HI),
    ("5|10|20|50|100 जमा|निवेश", "own_money", 60, ""),
    ("नशीले|ड्रग्स|नशे ... बेचें|बेचिए|खरीदें|आजमाएं|जांचें", "adult", 60, ""),
    ("झूठे|झूठा|झूठी इनवॉइस|बिल|रसीद*|दस्तावेज*", "adult", 60, ""),
    ("दोस्तों|सदस्यों ... पते|ईमेल|नंबर ... जुटाएं|जुटाइए|दें|लें", "harvesting", 100, "दुकान*"),
    ("लोकेशन|आईपी ... बदलें|बदलिए|बदलकर|कर", "vpn", 60, ASKED_HI),
]  # fmt: skip
PUBLISHED_AR = [
    ("افتح*|وافتح* ... الممولة|ممولة|الممول|ممول", "ad_clicks", 60, ""),
    ("حدث|تحديث|حدثوا ... مرات", "ad_clicks", 60, "كم"),
    ("تابعنا|تابعوني|تابعني|تابعونا", "followers", 60, ""),
    ("ضع|وضع|سجل اعجاب*|لايك", "followers", 60, ""),
    ("اجر|تاجير|بع|اعر ... ملفك|حسابك", "accounts", 60, ""),
    ("برمز|بكود|برابط احالتي|احالتنا|دعوتي|الاحالة", "bounties", 60, GIVEN_UP),
    ("سجل*|انضم*|اشترك* ... الاحالة|احالة|احالتي|الدعوة|دعوتي", "bounties", 50, EARNED),
    ("افتح* ... حساب|حسابا ... رابطي|رابطنا", "bounties", 60, EARNED),
    ("اجتز*|اجتياز ... التحقق|تحقق|فحص ... الهوية|هوية|هويتك", "credentials", 60, ""),
    ("اضف*|ثبت* ... الاضافة|اضافة ... المطور*", "installs", 60, ""),
    ("اشتر* ... واسترد*|استرد*|واسترجع* ... المال|مالك|نقودك|المبلغ", "own_money", 60, ASKED_AR),
    ("اودع*|ادفع*|استثمر* 5|10|20|50|100", "own_money", 60, ""),
    ("بع|بيع|اشتر*|جرب* ... مخدرات|المخدرات", "adult", 60, ""),
    ("اجمع*|جمع|ارسل* ... عنوان|عناوين|بريد|ارقام|هواتف ... لاعضاء|اعضاء|الاعضاء|اصدقائك|اصدقاء*", "harvesting", 100, "متجر|محل"),
    ("غير|بدل|تغيير موقعك|بلدك|دولتك", "vpn", 60, ""),
]  # fmt: skip
HANDED_ON_ELSEWHERE += (
    PUBLISHED_ES,
    PUBLISHED_PT,
    PUBLISHED_FR,
    PUBLISHED_ID,
    PUBLISHED_BN,
    PUBLISHED_HI,
    PUBLISHED_AR,
)
# Phrases there were, and what excuses them from now on.
EXCUSED = [
    ("otp", f"{ASK}|field*|stands for|explain"),
    ("one time code|codes|password|passcode", f"{ASK}|field*"),
    ("credit|debit|bank card|account number|details", f"{ASK}|field*|visible|masked"),
    ("passport|driving|drivers|national ... number|license|licence|id|photo", ASK),
    ("5|five star|stars ... review*|rating*|comment*", COUNTED),
    ("leave*|write*|post*|give*|submit* ... 5|five|4|four|positive|good|great ... review*|rating*", "number|how many|average"),
    ("leave*|post*|submit* ... review|reviews|rating", "number|how many|average"),
    ("send*|give*|share*|tell*|forward* ... code|codes ... get|receive*|sms", ENDINGS),
    ("send*|give*|share*|tell*|forward* ... sms|verification|security|confirmation|login code|codes|pin", f"{ASKED_OF}|survey|questionnaire"),
    ("get ... money back", f"{ASKED_OF}|policy|page|days"),
    *((words, GUARDING) for words in (
        "solv*|typ*|enter*|resolv* ... captcha|recaptcha",
        "resuelv*|escrib*|introduc* ... captcha",
        "digit*|preench* ... captcha",
        "resolv*|resoud*|saisi* ... captcha",
        "selesaikan|pecahkan|ketik|kerjakan ... captcha",
        "ক্যাপচা*|captcha* ... সমাধান|পূরণ|টাইপ|লিখুন",
        "कैप्चा|captcha* ... हल|भरें|भरिए|टाइप|सॉल्व",
        "حل|اكتب*|ادخل*|كتابة ... كابتشا|الكابتشا|captcha*",
    )),
    *((words, GIVEN_UP) for words in (
        "enlace|codigo|link de referid*|invitacion|afiliad*",
        "link|codigo de indicac*|convite|afiliad*",
        "lien|code de|dinvitation|daffiliation parrainage",
        "lien|code dinvitation|daffiliation|parrainage",
        "kode|link|tautan referral|referal|undangan|rujukan|afiliasi",
        "রেফারেল|রেফার লিংক*|লিঙ্ক*|কোড*",
        "रेफरल|रेफर लिंक|कोड",
        "رابط|كود|رمز الاحالة|احالة|احالتي|الدعوة|دعوتي",
    )),
    *((words, EARNED) for words in (
        "registr*|unete|inscrib* ... mi|nuestro enlace|codigo|link",
        "cadastr*|registr*|inscrev* ... meu|nosso link|codigo",
        "inscri* ... mon|notre lien|code",
        "daftar* ... kode|link|tautan kami|saya",
        "আমার|আমাদের লিংক*|লিঙ্ক* ... রেজিস্টার|সাইন|নিবন্ধন|যোগ",
        "मेरे|हमारे|मेरी लिंक ... रजिस्टर|साइन|जुड़ें|पंजीकरण",
        "سجل*|التسجيل|اشترك* ... رابطي|رابطنا|كودي",
    )),
    ("referral|invite|affiliate|invitation|referal link|code|url", GIVEN_UP),
    ("my|our referral", GIVEN_UP),
    ("sign|register|join ... referral|affiliate", EARNED),
    ("by|through|with|via|using my|our link", GIVEN_UP),
    ("resena*|valoracion*|comentario* positiv*|favorable*", COUNTED_ES),
    ("deja*|deje|escrib*|publica*|publique|pon|ponga ... 5|cinco estrellas", "numero|cuant*"),
    ("deja*|escribe*|publica* ... resena*", "numero|cuant*"),
    ("deja*|deje|escrib*|publica*|publique|pon|ponga ... resena*|valoracion*|opinion* ... google|amazon|trustpilot|tripadvisor|maps|tienda", "numero|cuant*"),
    ("avaliac*|comentario* positiv*", COUNTED_PT),
    ("deixe*|escreva* ... avaliacao|avaliacoes", "numero|quantas|quantos"),
    ("deixe*|escreva*|publique|poste|de ... 5|cinco estrelas", COUNTED_PT),
    ("deixe*|escreva*|publique|poste ... avaliac* ... google|amazon|trustpilot|tripadvisor|maps|loja|positiv*", "numero|quantas|quantos"),
    ("laiss*|ecriv*|publi*|post*|redig* ... avis|commentaire* ... positif*|favorable*|google|amazon|trustpilot|tripadvisor|maps|boutique", "nombre|combien"),
    ("laiss*|mett*|donn*|notez|attribu* ... 5|cinq etoiles", "nombre|combien"),
    ("beri*|kasih|tulis*|tinggalkan ... 5|lima bintang", COUNTED_ID),
    ("beri*|kasih|tulis*|tinggalkan ... bintang 5|lima", COUNTED_ID),
    ("beri*|kasih|tulis*|tinggalkan ... ulasan|review|komentar ... positif|bagus|google|play|toko|shopee|tokopedia", COUNTED_ID),
    ("5|পাঁচ তারা*|স্টার* ... রিভিউ*|রেটিং*|রেটিং", COUNTED_BN),
    ("ইতিবাচক|ভালো|পজিটিভ রিভিউ*|মন্তব্য|রেটিং", COUNTED_BN),
    ("5|पांच स्टार|सितारे|तारे|सितारा ... दें|दीजिए|रिव्यू|रेटिंग|समीक्षा", COUNTED_HI),
    ("अच्छा|अच्छी|सकारात्मक|पॉजिटिव रिव्यू|समीक्षा|टिप्पणी|कमेंट|रेटिंग", COUNTED_HI),
    ("اكتب*|اترك*|ضع|انشر*|اعط* ... 5|خمس|خمسة نجوم", COUNTED_AR),
    ("تقييم|تعليق|مراجعة ايجابي*", COUNTED_AR),
]  # fmt: skip
# The password somebody has, and not the field for it.
HELD = "your|the|account password|passwords"
NOT_ITS_FIELD = f"{HELD} !field|fields|box|reset|manager|page|screen|form|strength|hint|rules|requirements|policy|button|link|error|message|input|prompt|meter"


def add(apps, _schema_editor):
    """What staff wrote in the same words before stays theirs."""
    phrase = apps.get_model("tasks", "Phrase")
    asked = [
        phrase(words=words, subject=SECRETS, weight=weight, unless=unless, only_asked=True)
        for some in LABELS
        for words, weight, unless in some
    ]
    anywhere = [
        phrase(words=words, subject=on, weight=weight, unless=unless)
        for some in (STEPS, HANDED_ON, *HANDED_ON_ELSEWHERE)
        for words, on, weight, unless in some
    ]
    phrase.objects.bulk_create([*asked, *anywhere], ignore_conflicts=True)
    for words, unless in EXCUSED:
        phrase.objects.filter(words=words, unless="").update(unless=unless)
    if not phrase.objects.filter(words=NOT_ITS_FIELD).exists():
        phrase.objects.filter(words=HELD).update(
            words=NOT_ITS_FIELD, unless=f"{ASK}|accepted|we give|we gave|test account"
        )


class Migration(migrations.Migration):
    dependencies = [("tasks", "0007_gallery")]

    operations = [
        migrations.AddField("phrase", "unless", models.CharField(blank=True, db_default="", default="", help_text="field|reset*|^is|~earn: words that show something else is meant; ^ for the first of a sentence only, ~ for anywhere in the task.", max_length=2000, verbose_name="not where the sentence has one of")),
        migrations.AddField("phrase", "only_asked", models.BooleanField(db_default=False, default=False, verbose_name="only in what a proof or a question asks for")),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]  # fmt: skip
