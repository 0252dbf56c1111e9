using System.Globalization;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Protocol;
using Drawbridge.Protocol.Money;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.CustomActions;

/// <summary>Who may see a custom action, and which answers it takes.</summary>
internal static class CustomActionRules
{
    public static bool IsFor(CustomAction action, InAppUser who)
    {
        var audience = action.Audience;
        return Holds(audience.Languages, [who.User.PreferredLanguage])
            && Holds(audience.Currencies, who.Accounts.Select(static account => account.DepositCurrency))
            && Holds(audience.Environments, who.Accounts.Select(static account => account.EnvironmentName));

        static bool Holds(IReadOnlyList<string> wanted, IEnumerable<string> has) => wanted.Count == 0 || has.Any(one => wanted.Contains(one, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The answers of a form, by the names of the fields; what is wrong with them goes to <paramref name="errors"/>.</summary>
    public static Dictionary<string, string> Read(IReadOnlyList<ActionField> fields, IFormCollection form, TextCatalogue texts, FormErrors errors)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var text = form[FieldNameOf(field)].ToString().ReplaceLineEndings("\n").Trim();
            var fault = FindFault(field, text);
            if (fault is { } key)
            {
                errors.Add(
                    FieldNameOf(field), CustomAction.In(field.Label, texts.Language, texts.Language),
                    key == ScreenTextKey.ErrorFieldLong ? texts.Format(key, field.EffectiveMaximumLength) : texts[key]);
            }

            if (fault == ScreenTextKey.ErrorCardNumber)
            {
                continue; // not even shown again
            }

            if (field.Kind == ActionFieldKind.Checkbox)
            {
                answers[field.Name] = text == "true" ? "true" : "false";
            }
            else if (text.Length > 0)
            {
                answers[field.Name] = text;
            }
        }

        return answers;
    }

    /// <summary>Name of the input, apart from those that every form has.</summary>
    public static string FieldNameOf(ActionField field) => "answer-" + field.Name;

    private static TextKey? FindFault(ActionField field, string text) => text switch
    {
        "" when field.Required => field.Kind is ActionFieldKind.Choice or ActionFieldKind.Checkbox ? ScreenTextKey.ErrorFieldChoose : ScreenTextKey.ErrorFieldMissing,
        "" => null,
        _ when text.Length > field.EffectiveMaximumLength => ScreenTextKey.ErrorFieldLong,
        _ when field.Kind is not (ActionFieldKind.Choice or ActionFieldKind.Checkbox) && CardNumber.IsIn(text) => ScreenTextKey.ErrorCardNumber,
        _ when text.Any(static c => char.IsControl(c) && c != '\n') || (text.Contains('\n', StringComparison.Ordinal) && field.Kind != ActionFieldKind.LongText) => ScreenTextKey.ErrorFieldInvalid,
        _ => field.Kind switch
        {
            ActionFieldKind.Email when !EmailText.IsValid(text) => ScreenTextKey.ErrorEmailInvalid,
            ActionFieldKind.Number when !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) => ScreenTextKey.ErrorFieldNumber,
            ActionFieldKind.Date when !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => ScreenTextKey.ErrorFieldDate,
            ActionFieldKind.Choice when field.Choices.All(choice => choice.Value != text) => ScreenTextKey.ErrorFieldChoose,
            ActionFieldKind.Checkbox when text != "true" => ScreenTextKey.ErrorFieldChoose,
            _ => null,
        },
    };
}
