using System.Globalization;
using Drawbridge.Broker.CustomActions;
using Drawbridge.Broker.Kyc.Settings;
using Drawbridge.Broker.Kyc.Texts;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.Screens.Texts;
using Drawbridge.Broker.Users;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Kyc.Screens;

/// <summary>What a step asks for, as questions.</summary>
internal static class KycFields
{
    /// <summary>How days are written: with the month as a word, so that nobody takes it for the day.</summary>
    public const string LongDay = "d MMMM yyyy";

    private const int OldestAge = 120;

    private static readonly ActionField[] Personal = [.. Enum.GetValues<KycPersonalField>().Select(FieldOf)];

    /// <summary>The questions of a step; none where files are asked for.</summary>
    public static IReadOnlyList<ActionField> Of(KycStep step) => step.Kind switch
    {
        KycStepKind.Personal => [.. step.Personal.Select(static field => Personal[(int)field])],
        KycStepKind.Questionnaire => step.Questions,
        _ => [],
    };

    /// <summary>What browsers may fill in by themselves (WCAG 1.3.5).</summary>
    public static string? AutocompleteOf(KycStep step, ActionField field) => step.Kind != KycStepKind.Personal ? null : field.Name switch
    {
        "firstName" => "given-name",
        "lastName" => "family-name",
        "birthDate" => "bday",
        "street" => "street-address",
        "postalCode" => "postal-code",
        "city" => "address-level2",
        "country" => "country-name",
        "phone" => "tel",
        _ => "off",
    };

    /// <summary>The answers of a form; what is wrong with them goes to <paramref name="errors"/>.</summary>
    public static Dictionary<string, string> Read(KycStep step, IFormCollection form, TextCatalogue texts, DateOnly today, FormErrors errors)
    {
        var fields = Of(step);
        var answers = CustomActionRules.Read(fields, form, texts, errors);
        var birth = fields.FirstOrDefault(static field => field.Name == "birthDate");
        if (step.Kind == KycStepKind.Personal && birth is not null && errors.Of(CustomActionRules.FieldNameOf(birth)) is null
            && DateOnly.TryParseExact(answers.GetValueOrDefault(birth.Name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            if (day.AddYears(OldestAge) < today || day > today)
            {
                errors.Add(CustomActionRules.FieldNameOf(birth), texts[KycTextKey.KycBirthDate], texts[ScreenTextKey.ErrorFieldDate]);
            }
            else if (day.AddYears(step.MinimumAge) > today)
            {
                errors.Add(CustomActionRules.FieldNameOf(birth), texts[KycTextKey.KycBirthDate], texts.Format(KycTextKey.ErrorKycAge, step.MinimumAge));
            }
        }

        return answers;
    }

    /// <summary>What stands in a form that nobody has filled in yet: what signup asked for.</summary>
    public static IReadOnlyDictionary<string, string> Prefill(KycStep step, BrokerUser user)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (step.Kind == KycStepKind.Personal)
        {
            answers["firstName"] = user.FirstName ?? "";
            answers["lastName"] = user.LastName ?? "";
        }

        return answers;
    }

    /// <summary>An answer as people read it.</summary>
    public static string Show(KycVisit visit, ActionField field, string? answer, TextCatalogue t) => (field.Kind, answer) switch
    {
        (_, null or "") => "–",
        (ActionFieldKind.Checkbox, _) => t[answer == "true" ? KycTextKey.KycYes : KycTextKey.KycNo],
        (ActionFieldKind.Choice, _) when field.Choices.FirstOrDefault(choice => choice.Value == answer) is { } choice => visit.In(choice.Label, t),
        (ActionFieldKind.Date, _) when DateOnly.TryParseExact(answer, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day.ToString(LongDay, t.Culture),
        _ => answer,
    };

    private static ActionField FieldOf(KycPersonalField field) => new()
    {
        Name = char.ToLowerInvariant(field.ToString()[0]) + field.ToString()[1..],
        Kind = field == KycPersonalField.BirthDate ? ActionFieldKind.Date : ActionFieldKind.Text,
        MaximumLength = 100,
        Label = new TextInEveryLanguage(LabelOf(field)),
    };

    private static TextKey LabelOf(KycPersonalField field) => field switch
    {
        KycPersonalField.FirstName => KycTextKey.KycFirstName,
        KycPersonalField.LastName => KycTextKey.KycLastName,
        KycPersonalField.BirthDate => KycTextKey.KycBirthDate,
        KycPersonalField.Citizenship => KycTextKey.KycCitizenship,
        KycPersonalField.Street => KycTextKey.KycStreet,
        KycPersonalField.PostalCode => KycTextKey.KycPostalCode,
        KycPersonalField.City => KycTextKey.KycCity,
        KycPersonalField.Country => KycTextKey.KycCountry,
        KycPersonalField.Phone => KycTextKey.KycPhone,
        _ => KycTextKey.KycTaxNumber,
    };
}
