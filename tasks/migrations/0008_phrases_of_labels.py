"""What a label asks for by its name alone, in eight languages; more of what steps ask for; and words that excuse."""

from django.db import migrations, models

SECRETS = "credentials"

# Words that begin a question about something seen, which gives nothing away.
ASK = "^is|^are|^was|^were|^does|^do|^did|^has|^can|^could|^which|^how|^where|^why|^when|^whether|^if|^would|^should|^will"
# Words for what stands around a secret on a page.
SEEN = "field*|box|boxes|reset*|page|pages|screen|screens|form|manager*|strength|hint|requirement*|policy|rule|rules|error*|message*|button|link|icon|placeholder|visible|hidden|masked|length|characters|format|option*|forgot*|menu|label|validation|warning|popup|prompt*|checker|generator|layout|design"
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
SEEN_ES = "campo*|pagina*|pantalla|boton|restablec*|recuper*|olvid*|formulario|gestor|mensaje|error*|visible|requisito*|longitud|enlace|caracteres|opcion|ayuda"
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
SEEN_PT = "campo*|pagina*|tela|botao|redefin*|recuper*|esquec*|formulario|gerenciador|mensagem|erro*|visivel|requisito*|comprimento|link|caracteres|opcao"
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
SEEN_FR = "champ*|page|ecran|bouton|reinitialis*|oubli*|formulaire|gestionnaire|erreur*|derreur|lecran|doubli|visible|masque|exigence*|longueur|lien|caracteres|indice"
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
SEEN_ID = "kolom*|halaman|layar|tombol|reset|lupa|formulir|pengelola|pesan|kesalahan|galat|terlihat|syarat|panjang|tautan|karakter"
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

SEEN_BN = "ফিল্ড*|ঘর*|পাতা*|পেজ*|পৃষ্ঠা*|রিসেট|ভুলে|বোতাম|ফর্ম*|ম্যানেজার|ত্রুটি|বার্তা|দেখা|দৈর্ঘ্য|অক্ষর*|লিংক*|^কোন|^কোথায়|^কত|^কেন|স্ক্রিনে"
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

SEEN_HI = "फील्ड|बॉक्स|पेज|पृष्ठ|रीसेट|भूल*|बटन|फॉर्म|मैनेजर|त्रुटि|संदेश|दिख*|लंबाई|अक्षर*|लिंक|स्क्रीन|^क्या|^कौन*|^कहां|^कितने|^कितना|^क्यों"
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
SEEN_AR = "حقل*|خانة|صفحة|الصفحة|شاشة|زر|اعادة|استعادة|نسيت|نموذج|مدير|خطا|رسالة|ظاهر*|طول|رابط|احرف"
CODES_AR = "نهاية|النهاية|استبيان|الاستبيان|المنتج|منتج|البريدي|بريدي|خصم|الخصم|قسيمة|اللون|الدولة|المنطقة|الصفحة|صفحة|الطلب|التتبع|ثواني|الاكمال|اكمال|الانهاء|باركود|الملصق|حقل"
ARABIC = [
    ("كلمة|كلمات|وكلمة|بكلمة المرور|السر|مرور|سر|مرورك", 100, f"{ASK_AR}|{SEEN_AR}"),
    ("ما هي|هو كلمة|الرقم المرور|السر|مرورك|السري", 100, "حقل*|خانة|صفحة|الصفحة|شاشة|زر|اعادة"),
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
ENDINGS = "survey|questionnaire|completion|end|finish*|discount|coupon|promo*|quiz|study|experiment"
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
    ("send*|give*|share*|tell*|forward*|pass ... code|codes ... sms|whatsapp|telegram", "credentials", 100, ""),
    ("send*|give*|share*|tell*|forward*|pass ... whatsapp|telegram|gmail|sms code|codes", "credentials", 100, ""),
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

# Phrases there were, and what excuses them from now on.
EXCUSED = [
    ("otp", f"{ASK}|field*"),
    ("one time code|codes|password|passcode", f"{ASK}|field*"),
    ("credit|debit|bank card|account number|details", f"{ASK}|field*|visible|masked"),
    ("passport|driving|drivers|national ... number|license|licence|id|photo", ASK),
    ("5|five star|stars ... review*|rating*|comment*", COUNTED),
    ("leave*|write*|post*|give*|submit* ... 5|five|4|four|positive|good|great ... review*|rating*", "number|how many|average"),
    ("leave*|post*|submit* ... review|reviews|rating", "number|how many|average"),
    ("send*|give*|share*|tell*|forward* ... code|codes ... get|receive*|sms", ENDINGS),
    ("send*|give*|share*|tell*|forward* ... sms|verification|security|confirmation|login code|codes|pin", "survey|questionnaire"),
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
    anywhere = [phrase(words=words, subject=on, weight=weight, unless=unless) for words, on, weight, unless in STEPS]
    phrase.objects.bulk_create([*asked, *anywhere], ignore_conflicts=True)
    for words, unless in EXCUSED:
        phrase.objects.filter(words=words, unless="").update(unless=unless)
    if not phrase.objects.filter(words=NOT_ITS_FIELD).exists():
        phrase.objects.filter(words=HELD).update(words=NOT_ITS_FIELD, unless=ASK)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0007_gallery")]

    operations = [
        migrations.AddField("phrase", "unless", models.CharField(blank=True, db_default="", default="", help_text="field|reset*|^is: words that show something else is meant; ^ for the first of a sentence only.", max_length=1000, verbose_name="not where the sentence has one of")),
        migrations.AddField("phrase", "only_asked", models.BooleanField(db_default=False, default=False, verbose_name="only in what a proof or a question asks for")),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]  # fmt: skip
