using System.Text.RegularExpressions;

namespace Drawbridge.Conformance.Browsing.Forms;

/// <summary>Says what a field is for, by what its page says of it, in the order in which that can be relied on: autocomplete, type, then words in several languages.</summary>
internal static class FieldWords
{
    private static readonly Dictionary<string, FieldPurpose> ByAutocomplete = new(StringComparer.Ordinal)
    {
        ["email"] = FieldPurpose.Email, ["username"] = FieldPurpose.Email,
        ["current-password"] = FieldPurpose.CurrentPassword, ["new-password"] = FieldPurpose.Password,
        ["given-name"] = FieldPurpose.FirstName, ["family-name"] = FieldPurpose.LastName, ["name"] = FieldPurpose.FullName,
        ["tel"] = FieldPurpose.Phone, ["tel-national"] = FieldPurpose.Phone, ["country"] = FieldPurpose.Country, ["country-name"] = FieldPurpose.Country,
        ["bday"] = FieldPurpose.BirthDate, ["street-address"] = FieldPurpose.Street, ["address-line1"] = FieldPurpose.Street, ["address-level2"] = FieldPurpose.City,
        ["postal-code"] = FieldPurpose.PostalCode, ["one-time-code"] = FieldPurpose.OneTimeCode, ["transaction-currency"] = FieldPurpose.Currency,
        ["transaction-amount"] = FieldPurpose.Amount,
    };

    private static readonly (FieldPurpose Purpose, string Pattern)[] Words =
    [
        (FieldPurpose.RepeatedPassword, @"(repeat|confirm|again|retype|wiederhol|bestätig|confirma|repet|ripeti|powtórz|повтор|подтверд|tekrar).*(pass|passw|kenn|contrase|mot de|senha|haseł|парол|şifre)|(pass\w*|kennwort|contraseña|пароль).{0,12}(repeat|confirm|2|again|wiederhol|повтор)|passwordconfirm"),
        (FieldPurpose.CurrentPassword, @"(current|old|existing|aktuell|alt|actual|actuel|attuale|atual|obecn|текущ|стар|mevcut).*(pass|kennwort|contrase|mot de|senha|haseł|парол|şifre)"),
        (FieldPurpose.Password, @"pass(word|wort|phrase)?\b|kennwort|contraseña|mot de passe|senha|hasło|пароль|şifre|parola|passwd|pwd|パスワード|密码|密碼|mật khẩu|كلمة المرور"),
        (FieldPurpose.KeepLoggedIn, @"keep|remember|stay|angemeldet|merken|recordar|mantener|souvenir|rester|lembrar|manter|ricorda|restare|zapamiętaj|zalogowan|запомн|оставаться|hatırla|oturum|保持|記憶|ログインしたまま|تذكر|ghi nhớ|pamat"),
        (FieldPurpose.Email, @"e-?mail|courriel|correo|почт|eposta|e-posta|メール|邮箱|電子郵件|البريد|user.?name|benutzername|\blogin\b"),
        (FieldPurpose.FirstName, @"first.?name|given|vorname|nombre|prénom|prenom|nome\b|imię|имя|\bad\b|jméno|fname"),
        (FieldPurpose.LastName, @"last.?name|family|surname|nachname|apellido|nom de famille|cognome|sobrenome|nazwisko|фамил|soyad|příjmení|lname"),
        (FieldPurpose.FullName, @"full.?name|your name|\bname\b"),
        (FieldPurpose.Phone, @"phone|mobile|\btel|telefon|teléfono|téléphone|cellulare|телефон|handy"),
        (FieldPurpose.Country, @"country|land\b|país|pays|paese|kraj|страна|ülke|residence|nationality"),
        (FieldPurpose.BirthDate, @"birth|\bdob\b|geburt|nacimiento|naissance|nascita|nascimento|urodzenia|рожден|doğum"),
        (FieldPurpose.Street, @"street|address|straße|strasse|adresse|calle|dirección|indirizzo|adres|адрес"),
        (FieldPurpose.City, @"city|town|\bort\b|stadt|ciudad|ville|città|cidade|miasto|город|şehir"),
        (FieldPurpose.PostalCode, @"post.?code|postal|zip|plz|postleitzahl|código postal|cap\b|kod pocztowy|индекс"),
        (FieldPurpose.Currency, @"currency|währung|waehrung|moneda|devise|valuta|moeda|walut|валюта|para birimi"),
        (FieldPurpose.Amount, @"amount|betrag|importe|montant|importo|valor|kwota|сумма|tutar|summe"),
        (FieldPurpose.OneTimeCode, @"\botp\b|one.?time|verification.?code|security.?code|confirmation.?code|bestätigungscode|\bpin\b|код подтвержд|^code\b|\bcode$"),
    ];

    private static readonly string[] Consenting = ["agree", "accept", "consent", "terms", "policy", "einverstanden", "akzeptier", "zustimm", "bedingungen", "acepto", "términos", "accepte", "conditions", "accetto", "aceito", "akceptuj", "zgadzam", "соглас", "kabul"];

    private static readonly string[] Marketing = ["newsletter", "marketing", "promo", "offers", "werbung", "novedades"];

    private static readonly string[] LeftAlone = ["partner", "referral", "referrer", "promo", "invite", "affiliate", "voucher", "coupon", "search", "empfehl"];

    /// <summary>What a field is for.</summary>
    public static FieldPurpose PurposeOf(FormField field)
    {
        if (field.Purpose is not null && Enum.TryParse<FieldPurpose>(field.Purpose, ignoreCase: true, out var told))
        {
            return told;
        }

        var words = $"{field.Name} {field.DomId} {field.Label}".ToLowerInvariant();
        if (field.Type is "checkbox" or "radio")
        {
            return OfBox(field, words);
        }

        foreach (var token in field.Autocomplete.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ByAutocomplete.TryGetValue(token, out var known))
            {
                return known == FieldPurpose.Password && Matches(FieldPurpose.RepeatedPassword, words) ? FieldPurpose.RepeatedPassword : known;
            }
        }

        if (LeftAlone.Any(word => words.Contains(word, StringComparison.Ordinal)) && !field.IsRequired)
        {
            return FieldPurpose.LeftAlone;
        }

        return field.Type switch
        {
            "email" => FieldPurpose.Email,
            "tel" when !Matches(FieldPurpose.OneTimeCode, words) => FieldPurpose.Phone,
            "search" => FieldPurpose.LeftAlone,
            "password" => new[] { FieldPurpose.RepeatedPassword, FieldPurpose.CurrentPassword }.FirstOrDefault(purpose => Matches(purpose, words), FieldPurpose.Password),
            _ => Words.FirstOrDefault(one => one.Purpose != FieldPurpose.KeepLoggedIn && Matches(one.Pattern, words)).Purpose,
        };
    }

    /// <summary>Whether a text says what the words of a purpose say.</summary>
    public static bool Matches(FieldPurpose purpose, string text) => Words.Any(one => one.Purpose == purpose && Matches(one.Pattern, text.ToLowerInvariant()));

    private static FieldPurpose OfBox(FormField field, string words)
    {
        if (field.Type == "checkbox" && Matches(FieldPurpose.KeepLoggedIn, words))
        {
            return FieldPurpose.KeepLoggedIn;
        }

        if (field.Type == "checkbox" && Marketing.Any(word => words.Contains(word, StringComparison.Ordinal)) && !field.IsRequired)
        {
            return FieldPurpose.LeftAlone;
        }

        return field.Type == "checkbox" && (field.IsRequired || Consenting.Any(word => words.Contains(word, StringComparison.Ordinal))) ? FieldPurpose.Consent : FieldPurpose.Unknown;
    }

    private static bool Matches(string pattern, string text) => Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
