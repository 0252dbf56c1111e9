using System.Text.RegularExpressions;

namespace Drawbridge.Conformance.Screens;

/// <summary>What links and buttons around log-in are called, in several languages.</summary>
internal static partial class EntryWords
{
    [GeneratedRegex(@"reset|forgot|lost.*password|recover|vergess|zurücksetz|olvid|restablec|oublié|réinitial|dimentic|esquec|zapomn|не помн|забыл|восстанов|unuttum|sıfırla|忘|重置|نسيت|quên", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Reset();

    [GeneratedRegex(@"sign.?up|register|registr|create.*account|open.*account|new.*account|join|firstLogin=true|konto (eröffnen|erstellen)|anlegen|crear|abrir|inscri|créer|ouvrir|crea|apri|cadastr|criar|załóż|utwórz|создать|открыть|hesap (aç|oluştur)|kaydol|założ|založit|登録|注册|开户|إنشاء|تسجيل حساب|đăng ký|mở tài khoản", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    public static partial Regex SignUp();

    [GeneratedRegex(@"log.?in|sign.?in|firstLogin=false|anmeld|einlogg|iniciar sesión|acceder|connexion|connecter|accedi|entrar|zaloguj|войти|giriş|přihlás|ログイン|登录|تسجيل الدخول|đăng nhập", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    public static partial Regex LogIn();

    [GeneratedRegex(@"^\W*(close|back|cancel|exit|done|return|schließen|zurück|abbrechen|cerrar|volver|atrás|fermer|retour|chiudi|indietro|fechar|voltar|zamknij|wstecz|закрыть|назад|kapat|geri|zavřít|zpět|閉じる|戻る|关闭|返回|إغلاق|رجوع|đóng|quay lại)\b|^\s*[×✕✖xX]\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Close();
}
