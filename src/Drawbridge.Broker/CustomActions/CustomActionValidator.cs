using Drawbridge.Broker.Configuration;

namespace Drawbridge.Broker.CustomActions;

/// <summary>What must hold for the custom actions of a broker.</summary>
internal static class CustomActionValidator
{
    private const int LongestName = 64;
    private const int MostFields = 40; // a form has at most 64 values, some of which are ours

    public static IEnumerable<string> Validate(string brokerKey, IReadOnlyList<CustomAction> actions, CrmConfiguration crm)
    {
        for (var i = 0; i < actions.Count; i++)
        {
            var action = actions[i];
            var key = $"{brokerKey}:Settings:Actions:{i}";
            if (!IsName(action.Type) || actions.Take(i).Any(other => other.Type == action.Type))
            {
                yield return $"{key}:Type: must be 1 to 64 letters, digits, '-' and '_', and no other action's.";
            }

            foreach (var fault in ValidateTexts($"{key}:Title", action.Title, crm))
            {
                yield return fault;
            }

            if (action.ExternalUrl is null == (action.Fields.Count == 0))
            {
                yield return $"{key}: give it either Fields or an ExternalUrl.";
            }

            if (action.ExternalUrl is { } page && (!page.IsAbsoluteUri || page.Scheme != Uri.UriSchemeHttps))
            {
                yield return $"{key}:ExternalUrl: must be an absolute https address.";
            }

            if (action.ExternalUrl is not null && crm.Webhook is null)
            {
                yield return $"{key}:ExternalUrl: needs Webhook of the CRM, whose secret signs who opened the page.";
            }

            foreach (var fault in ValidateFields(key, "Fields", action.Fields, crm))
            {
                yield return fault;
            }
        }
    }

    /// <summary>What must hold for questions, wherever they are asked.</summary>
    public static IEnumerable<string> ValidateFields(string ownerKey, string name, IReadOnlyList<ActionField> fields, CrmConfiguration crm)
    {
        if (fields.Count > MostFields)
        {
            yield return $"{ownerKey}:{name}: at most {MostFields}.";
        }

        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i];
            var key = $"{ownerKey}:{name}:{i}";
            if (!IsName(field.Name) || fields.Take(i).Any(other => other.Name == field.Name))
            {
                yield return $"{key}:Name: must be 1 to 64 letters, digits, '-' and '_', and no other field's.";
            }

            foreach (var fault in ValidateTexts($"{key}:Label", field.Label, crm))
            {
                yield return fault;
            }

            if (field.Kind == ActionFieldKind.Choice == (field.Choices.Count == 0))
            {
                yield return $"{key}:Choices: belong to the kind Choice, and only there.";
            }

            if (field.MaximumLength is < 1 or > 5000)
            {
                yield return $"{key}:MaximumLength: must be 1 to 5000.";
            }
        }
    }

    private static IEnumerable<string> ValidateTexts(string key, IReadOnlyDictionary<string, string> texts, CrmConfiguration crm)
    {
        if (string.IsNullOrWhiteSpace(texts.GetValueOrDefault(crm.Settings.DefaultLanguage)))
        {
            yield return $"{key}: lacks the text in the CRM's default language, {crm.Settings.DefaultLanguage} (SCR-45).";
        }
    }

    private static bool IsName(string text) =>
        text.Length is >= 1 and <= LongestName && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
