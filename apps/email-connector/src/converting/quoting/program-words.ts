/** Words of the lines that mail programs write under a mail, of many languages. Lower case. */

/** How such a line may begin, whatever it names. */
export const SENT_FROM =
  'sent from (?:my |a |outlook|yahoo|mail(?:box| for)|samsung|proton|mobile|the )|sent with |sent via |get outlook for|sent on the go|envoyé (?:de|depuis|à partir)|enviado (?:desde|do|de) |inviato da|von meinem .{1,30} gesendet|gesendet (?:von|mit) |von unterwegs|verzonden (?:vanaf|met|via) |verstuurd vanaf|skickat från|sendt fra|wysłan[eo] z|lähetetty |отправлено с|отправлено из|iphone.?umdan gönderildi|gönderildi|elküldve|trimis de pe|odesláno z|poslané z|poslano s|从我的.{1,20}发送|发自我的|来自我的|發自我的|從我的.{1,20}傳送|iphoneから送信|から送信|나의 .{1,20}에서 보냄|에서 보냄|din iphone|diese nachricht wurde von meinem';

/** That it was sent. */
export const SENT_WORDS: ReadonlySet<string> = new Set(
  'sent typed written composed gesendet geschrieben verfasst verschickt envoyé envoyée écrit provenance enviado enviada escrito enviat inviato inviata scritto verzonden verstuurd gestuurd skickat skickades skickad sendt sendte lähetetty wysłane wysłano wysłana wysłany odesláno odeslaná odoslané odoslaná poslano poslato poslané poslaná послато изпратено отправлено написано надіслано надіслана στάλθηκε εστάλη απεστάλη נשלח أُرسلت أرسلت ارسلت مرسل مرسلة gửi trimis trimisă saadetud išsiųsta nosūtīts elküldve küldve dikirim dihantar gönderildi ส่งจาก'.split(
    ' ',
  ),
);

/** That one should get the program. */
export const GET_WORDS: ReadonlySet<string> = new Set(
  'get beziehen holen laden obtenir obtenez télécharger téléchargez obtén obtener descargar obter obtenha baixar ottieni scarica downloaden download hämta hent få hanki pobierz získat získejte získať získajte letöltése letöltés beszerzése obțineți descărcați получить скачать отримати завантажити edinin indirin αποκτήστε λήψη קבל احصل تحميل รับ tải dapatkan preuzmite pridobite изтеглете вземете'.split(
    ' ',
  ),
);

/** What it was sent by, without a name. */
export const DEVICE_WORDS: ReadonlySet<string> = new Set(
  'phone smartphone smartphones smartphonu smartfonu smartfona smarttelefon cellphone mobile mobil mobiltelefon mobiltelefonom móvil telemóvel celular cellulare handy device tablet gerät dispositivo мобильного мобильной мобільного мобільної телефона телефону kännykästä puhelimesta telefon telefonu telefonom telefono teléfono téléphone'.split(
    ' ',
  ),
);

/** What stands between those and the names of products. */
export const FILL_WORDS: ReadonlySet<string> = new Set(
  `from der del program re pentru el with via using on by von vom mit über aus de depuis à partir avec par grâce desde do da dos a través através con com por dal dall dalla tramite per vanaf vanuit met van door voor från med fra til z ze za przez w zo s sa iz preko pomocí с са со из через от з із зі чрез από μέσω το τη τον מה באמצעות של من عبر ال الـ باستخدام từ bằng đã được dari daripada melalui pe din cu prin iš no ar des amb na auf sur su för for für pour para dla pro pre для için the an our my mein meine meinem meiner meinen mon ma mi mis meu minha mio mia mijn min mitt mojego mojej mého moj mojega mojeg mog môjho моего моей мого моєї моя моята мојег мог μου שלי saya mano mana minu meva tôi của ของฉัน ist ul az om omról ja jem app apps aplikacji aplikace aplikácie aplicación aplicativo application приложения застосунку mail email e courrier correo post posta poczta pošta почты почта почте пошти secure wireless lte 4g 5g systemu system systemet diese nachricht wurde ce message été this was este mensaje fue esta mensagem foi iphonea iphone-a sie sich herunter o dit bericht is denna detta meddelande tiny keys ru umdan u iphona t mobile at&t verizon galaxy note ultra edge plus max mini se air ia`.split(
    ' ',
  ),
);
