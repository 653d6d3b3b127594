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
