using System.Text.RegularExpressions;

namespace Drawbridge.Conformance.Browsing.Forms;

/// <summary>Finds the button that leads on.</summary>
internal static partial class PrimaryButton
{
    /// <summary>The button that a person would press after having filled in the form; null when there is none.</summary>
    public static FormButton? Of(FormRead page)
    {
        if (page.Buttons.FirstOrDefault(static button => button.Purpose == "submit") is { } named)
        {
            return named;
        }

        var form = FormOf(page);
        var inForm = page.Buttons.Where(button => form < 0 || button.Form == form).ToList();
        var candidates = inForm.Count > 0 ? inForm : [.. page.Buttons];
        return candidates
            .Select(static button => (Button: button, Score: ScoreOf(button)))
            .Where(one => one.Score > (page.Fields.Count == 0 ? 0 : 1))
            .OrderByDescending(static one => one.Score)
            .ThenByDescending(static one => one.Button.Area)
            .Select(static one => one.Button)
            .FirstOrDefault();
    }

    /// <summary>The form that the stage is about: the one with a password, else the one with the most fields, else the one with the largest button.</summary>
    private static int FormOf(FormRead page)
    {
        if (page.Fields.Count == 0)
        {
            return page.Buttons.Where(static button => button.Form >= 0 && ScoreOf(button) > 0).OrderByDescending(ScoreOf).ThenByDescending(static button => button.Area).Select(static button => button.Form).FirstOrDefault(-1);
        }

        return page.Fields.GroupBy(static field => field.Form).OrderByDescending(static form => form.Count() + (form.Any(static field => field.Type == "password") ? 100 : 0)).First().Key;
    }

    private static int ScoreOf(FormButton button)
    {
        var words = button.Text.ToLowerInvariant();
        if (Away().IsMatch(words))
        {
            return 0;
        }

        if (Backward().IsMatch(words))
        {
            return 1; // where nothing is left to fill in, the way back to the application is the way on
        }

        var score = button.Type switch { "submit" or "image" => 4, "" => 2, _ => 1 };
        score += Onward().IsMatch(words) ? 3 : 0;
        score += MainLook().IsMatch(button.Name.ToLowerInvariant()) ? 1 : 0;
        return score - (QuietLook().IsMatch(button.Name.ToLowerInvariant()) ? 2 : 0);
    }

    [GeneratedRegex(
        @"^$|^[×✕x]$|\b(cancel|decline|reject|forgot|reset|show|hide|google|apple|facebook|passkey|resend|later|skip|language|theme|chat|help|delete|remove|receipt|print|download|history|statement|all payments)\b|abbrech|ablehn|anzeig|beleg|cancelar|annuler|annulla|anuluj|отмен|iptal",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Away();

    [GeneratedRegex(
        @"\b(close|back|return)\b|zurück|schließ|atrás|volver|cerrar|retour|fermer|chiudi|indietro|voltar|fechar|zamknij|wstecz|назад|закр|geri|kapat",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Backward();

    [GeneratedRegex(
        @"log.?in|sign.?in|sign.?up|register|create|continue|next|submit|confirm|pay|deposit|withdraw|save|send|open|agree|accept|approve|success|done|finish|anmeld|weiter|regist|erstell|eröffn|bestätig|einzahl|auszahl|speicher|send|iniciar|entrar|continuar|crear|connex|continuer|créer|accedi|continua|crea|zaloguj|dalej|utwórz|войти|продолж|созда|giriş|devam|oluştur",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Onward();

    [GeneratedRegex(@"primary|submit|cta|main", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MainLook();

    [GeneratedRegex(@"secondary|quiet|ghost|link|outline|tertiary|text-btn|danger", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QuietLook();
}
