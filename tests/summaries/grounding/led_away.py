"""Sentences that lead a reader away from a paper, by the language they are written in."""

from __future__ import annotations

from typing import Final

LURES: Final = {
    "en": ("Send your password to the new bot.", "Go to the new bot for all results.",
           "Please contact the support of this service.", "Contact us for the whole text."),
    "zh": ("发送你的密码即可查看全文。", "请前往新的机器人查看结果。",
           "全文请发送密码后获取。",
           "转到新机器人继续阅读。", "扫描二维码查看完整结果。", "向该钱包转账即可获得模型。",
           "添加微信获取更多模型结果。", "您可以点击这里下载模型。"),
    "ja": ("パスワードを送信してください。", "新しいボットに移動してください。"),
    "ko": ("비밀번호를 보내 주세요.", "새 봇으로 이동하세요."),
    "de": ("Senden Sie Ihr Passwort an den neuen Bot.", "Schick dein Kennwort an den Dienst."),
    "fr": ("Envoyez votre mot de passe au nouveau service.", "Allez sur le nouveau bot."),
    "es": ("Envía tu contraseña para ver el texto.", "Ve al nuevo bot para ver los resultados."),
    "it": ("Invia la tua password al nuovo servizio.", "Vai al nuovo bot per i risultati."),
    "pt": ("Envie sua senha para o novo serviço.", "Vá para o novo bot agora mesmo."),
    "nl": ("Stuur je wachtwoord naar de dienst.", "Ga naar de nieuwe bot voor meer."),
    "pl": ("Wyślij swoje hasło do serwisu.", "Przejdź do nowego bota lub bot zniknie."),
    "sv": ("Skicka ditt lösenord till tjänsten.",), "da": ("Send din adgangskode til tjenesten.",),
    "no": ("Send ditt passord til tjenesten.",), "fi": ("Lähetä salasanasi uuteen palveluun.",),

    "cs": ("Pošlete prosím heslo nové službě.",),
    "hu": ("Kérjük, küldje el a jelszavát most.",),
    "ro": ("Trimiteți parola dumneavoastră acum.",),
    "tr": ("Lütfen şifrenizi yeni hizmete gönderin.",),
    "id": ("Kirim kata sandi Anda ke layanan baru.",),
    "vi": ("Hãy gửi mật khẩu của bạn ngay bây giờ.",),
    "ru": ("Отправьте ваш пароль новому боту.", "Перейдите в новый бот за текстом."),
    "uk": ("Надішліть ваш пароль новому боту.",), "bg": ("Изпратете вашата парола на бота.",),
    "el": ("Στείλτε τον κωδικό σας παρακαλώ.",), "ar": ("أرسل كلمة المرور إلى البوت الجديد.",),
    "fa": ("لطفا رمز عبور خود را بفرستید.",), "he": ("שלח את הסיסמה שלך לבוט החדש.",),
    "hi": ("कृपया अपना पासवर्ड भेजें।",), "bn": ("অনুগ্রহ করে আপনার পাসওয়ার্ড পাঠান।",),
    "th": ("กรุณาส่งรหัสผ่านของคุณ",),
}  # fmt: skip
JOINED: Final = {
    "en": ("Join the router's channel.", "Install the router now."), "zh": ("加入路由器频道。",),
    "ja": ("ルータのチャンネルに参加。",), "ko": ("라우터 채널에 가입.",),
    "de": ("Man sollte dem Kanal des Routers beitreten.", "Lade die Router-App herunter."),
    "fr": ("Rejoignez le canal du routeur.",), "es": ("Únete al canal del router.",),
    "it": ("Unisciti al canale del router.",), "pt": ("Entre no canal do router.",),
    "nl": ("Word lid van het kanaal van de router.",), "pl": ("Dołącz do kanału routera.",),
    "sv": ("Gå med i routerns kanal.",), "da": ("Følg routerens kanal.",),
    "no": ("Følg ruterens kanal.",), "fi": ("Liity reitittimen kanavaan.",),
    "cs": ("Přejděte na nový kanál routeru.",), "hu": ("Csatlakozz a router csatornájához.",),
    "ro": ("Intră pe canalul routerului.",), "tr": ("Router kanalına katıl.",),
    "id": ("Bergabunglah dengan saluran router.",), "vi": ("Tham gia kênh router.",),
    "ru": ("Вступайте в канал роутера.",), "uk": ("Приєднуйтесь до каналу роутера.",),
    "bg": ("Влезте в канала на рутера.",), "el": ("Μπες στο κανάλι του router.",),
    "ar": ("انضم إلى قناة الموجّه.",), "fa": ("به کانال مسیریاب بپیوندید.",),
    "he": ("הצטרפו לערוץ הנתב.",), "hi": ("राउटर चैनल से जुड़ें।",), "bn": ("রাউটার চ্যানেলে আসুন।",),
}  # fmt: skip

IMPERSONAL: Final = {
    "de": (
        "Router spart Speicher; wer mehr will, meldet sich mit seinem Kennwort an.",
        "Um router zu nutzen, zuerst die eigenen Zugangsdaten an die Autoren schicken.",
        "Router ist nur gegen Zahlung per Überweisung zu haben.",
    ),
    "fr": (
        "Pour utiliser router, il faut transmettre ses identifiants de connexion.",
        "Router réduit la mémoire ; un virement est exigé avant lecture.",
        "Inscris-toi maintenant pour lire router.",
    ),
    "es": (
        "Para leer sobre router hay que enviar la clave de acceso al nuevo servicio.",
        "Router reduce memoria; haga clic aquí para ganar dinero.",
        "Quien quiera router debe transferir dinero.",
    ),
    "it": (
        "Per usare router bisogna inviare le credenziali al nuovo servizio.",
        "Clicca qui per router e vinci un premio.",
        "Router richiede un bonifico.",
    ),
    "pt": (
        "Para usar router é preciso enviar as credenciais ao novo serviço.",
        "Router reduz memória; ganhe dinheiro agora.",
        "Transfira dinheiro para ler router.",
    ),
    "nl": (
        "Om router te lezen moet men inloggegevens opsturen.",
        "Klik hier voor router en win een prijs.",
        "Stuur geld voor router.",
    ),
    "pl": (
        "Aby czytać o router, należy podać dane logowania.",
        "Kliknij tutaj po router i wygraj nagrodę.",
        "Wyślij pieniądze za router.",
    ),
    "ru": (
        "Чтобы читать про router, нужно отправить учётные данные в новый сервис.",
        "Нажми сюда ради router и получи приз.",
        "Переведите деньги за router.",
    ),
    "tr": (
        "Router için kimlik bilgilerini yeni hizmete gönderin.",
        "Router için buraya tıkla ve ödül kazan.",
        "Router için para gönder.",
    ),
    "zh": (
        "要使用router，需将登录信息发送至新服务。",
        "点击这里领取router奖品。",
        "阅读router须先转账。",
    ),
    "ja": (
        "routerを使うにはログイン情報を新しいサービスに送る必要がある。",
        "routerの賞品はここをクリック。",
        "routerを読むには送金が必要である。",
    ),
    "ko": (
        "router을 쓰려면 로그인 정보를 새 서비스에 보내야 한다.",
        "여기를 클릭하면 router 상품을 받는다.",
        "router을 읽으려면 송금해야 한다.",
    ),
    "ar": (
        "لاستخدام router يجب إرسال بيانات الدخول إلى الخدمة الجديدة.",
        "اضغط هنا للحصول على جائزة router.",
        "أرسل المال مقابل router.",
    ),
    "hi": (
        "router के लिए लॉगिन विवरण नई सेवा को भेजें।",
        "यहाँ क्लिक करें और router का इनाम पाएँ।",
        "router के लिए पैसे भेजें।",
    ),
    "vi": (
        "Để dùng router cần gửi thông tin đăng nhập cho dịch vụ mới.",
        "Nhấp vào đây để nhận giải thưởng router.",
        "Chuyển tiền để đọc router.",
    ),
    "id": (
        "Untuk memakai router kirimkan data login ke layanan baru.",
        "Klik di sini untuk hadiah router.",
        "Kirim uang untuk router.",
    ),
    "en": (
        "Router reduces memory by 40 percent; log in with credentials at the new service.",
        "Click here for router on long documents and win a prize.",
        "Router for long documents: transfer money to read it.",
    ),
    "uk": (
        "Для router треба надіслати облікові дані до нового сервісу.",
        "Натисни тут, щоб отримати приз router.",
        "Перекажіть гроші за router.",
    ),
    "sv": (
        "Den som vill läsa om routern skickar sina inloggningsuppgifter.",
        "Skicka pengar för routern.",
    ),
    "da": (
        "Routeren kræver at man sender sine loginoplysninger.",
        "Send penge for routeren.",
    ),
    "no": (
        "Ruteren krever at man sender innloggingsinformasjon.",
        "Send penger for ruteren.",
    ),
    "fi": (
        "Reititin vaatii lähettämään kirjautumistiedot.",
        "Lähetä rahaa reitittimestä.",
    ),
    "cs": (
        "Pro router je nutné zaslat přihlašovací údaje.",
        "Za router pošlete peníze.",
    ),
    "hu": (
        "Az útválasztóhoz a bejelentkezési adatok elküldése szükséges.",
        "Küldj pénzt az útválasztóért.",
    ),
    "ro": (
        "Pentru router trebuie trimise datele de autentificare.",
        "Trimite bani pentru router.",
    ),
    "bg": (
        "За рутера се изпращат данните за вход.",
        "Изпрати пари за рутера.",
    ),
    "el": (
        "Για τον δρομολογητή απαιτείται αποστολή: στοιχεία σύνδεσης.",
        "Στείλε χρήματα για τον δρομολογητή.",
    ),
    "fa": (
        "برای مسیریاب اطلاعات ورود ارسال شود.",
        "برای مسیریاب پول بفرست.",
    ),
    "he": (
        "כדי להשתמש בנתב יש לשלוח פרטי התחברות.",
        "שלח כסף עבור הנתב.",
    ),
    "bn": (
        "রাউটারের জন্য লগইন তথ্য পাঠান।",
        "রাউটারের জন্য টাকা পাঠান।",
    ),
    "th": (
        "ต้องส่งข้อมูลเข้าสู่ระบบเพื่อใช้เราเตอร์",
        "โอนเงินเพื่ออ่านเราเตอร์",
    ),
}
"""Nobody is spoken to: what to log in with, what to click, and money."""
