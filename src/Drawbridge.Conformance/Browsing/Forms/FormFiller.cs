using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using Microsoft.Playwright;

namespace Drawbridge.Conformance.Browsing.Forms;

/// <summary>Fills in one form.</summary>
internal sealed class FormFiller(CaseRun run, Tab tab, FormPerson person)
{
    /// <summary>Fills in the fields of the form that a button sends.</summary>
    /// <exception cref="ConfigurationFaultException">A field is asked that nobody knows an answer to.</exception>
    public async Task FillAsync(FormRead read, FormButton button, CancellationToken cancellationToken)
    {
        run.Secrets.Learn(person.Password, "password");
        var fields = read.Fields.Where(field => field.Form == button.Form || field.Form < 0 || button.Form < 0).ToList();
        foreach (var field in fields.Where(static field => field.Type != "radio"))
        {
            await FillAsync(field, read, cancellationToken);
        }

        foreach (var group in fields.Where(static field => field.Type == "radio").GroupBy(static field => field.Name))
        {
            await ChooseAsync([.. group]);
        }
    }

    private async Task FillAsync(FormField field, FormRead read, CancellationToken cancellationToken)
    {
        var place = At(field);
        var purpose = FieldWords.PurposeOf(field);
        if (PlannedValueOf(field) is { } planned)
        {
            await EnterAsync(field, place, planned);
            return;
        }

        switch (field)
        {
            case { Type: "checkbox" }:
                if (purpose is FieldPurpose.KeepLoggedIn or FieldPurpose.Consent)
                {
                    await CheckAsync(field, purpose == FieldPurpose.Consent || person.KeepLoggedIn);
                }

                break;
            case { Tag: "select" }:
                await SelectAsync(field, place, FormPerson.ChoicesFor(purpose));
                break;
            case { Type: "file" or "range" or "color" }:
                Unknown(field, read, "a file cannot be given here");
                break;
            default:
                var text = purpose == FieldPurpose.OneTimeCode ? await CodeAsync(field, read, cancellationToken) : person.TextFor(purpose, field.Type);
                if (text is not null)
                {
                    await place.FillAsync(text);
                }
                else if (field.IsEmpty && purpose != FieldPurpose.LeftAlone)
                {
                    Unknown(field, read, "nothing is known to enter");
                }

                break;
        }
    }

    private async Task<string?> CodeAsync(FormField field, FormRead read, CancellationToken cancellationToken)
    {
        if (!field.IsRequired && field.IsEmpty && read.Fields.Any(static other => other.Type == "password"))
        {
            return null; // a code of somebody who recommended the broker
        }

        return run.Offers(Capability.Mail)
            ? await Mails.CodeAsync(run, person.Email, cancellationToken)
            : throw new ConfigurationFaultException(
                $"the form at {Place(read)} asks for a code ({field.Called})", "Give mailbox in the plan, so that codes can be read, or switch codes off for the traders of the plan.");
    }

    private async Task ChooseAsync(IReadOnlyList<FormField> radios)
    {
        foreach (var radio in radios)
        {
            if (PlannedValueOf(radio) is { } planned && (planned is "true" or "yes" || Same(planned, radio.Value) || Same(planned, radio.Label)))
            {
                await CheckAsync(radio, isChecked: true);
                return;
            }
        }

        if (radios.All(static radio => radio.IsEmpty))
        {
            await CheckAsync(radios[0], isChecked: true);
        }
    }

    private static async Task SelectAsync(FormField field, ILocator place, IReadOnlyList<string> wanted)
    {
        if (field.Options.Any(static option => option is { IsSelected: true, IsDisabled: false, Value.Length: > 0 }))
        {
            return;
        }

        var choice = wanted.Select(text => field.Options.FirstOrDefault(option => Same(option.Value, text) || Same(option.Text, text))).FirstOrDefault(static option => option is not null)
            ?? field.Options.FirstOrDefault(static option => option is { IsDisabled: false, Value.Length: > 0 });
        if (choice is not null)
        {
            await place.SelectOptionAsync(choice.Value);
        }
    }

    private async Task EnterAsync(FormField field, ILocator place, string value)
    {
        switch (field)
        {
            case { Type: "checkbox" }:
                await CheckAsync(field, value is "true" or "yes" or "on");
                break;
            case { Tag: "select" }:
                var option = field.Options.FirstOrDefault(option => Same(option.Value, value) || Same(option.Text, value))
                    ?? throw new ConfigurationFaultException($"the list {field.Called} has no entry \"{value}\"", "Correct it under screens: values in the plan.");
                await place.SelectOptionAsync(option.Value);
                break;
            default:
                await place.FillAsync(value);
                break;
        }
    }

    /// <summary>What a box is drawn by takes the click where the box itself is not drawn.</summary>
    private Task CheckAsync(FormField field, bool isChecked) => At(field).SetCheckedAsync(isChecked, new() { Force = !field.IsDrawn });

    private string? PlannedValueOf(FormField field)
    {
        var values = run.Plan.Screens.Values;
        var key = field.ValueKeys.Concat([field.Name, field.DomId, field.Label]).FirstOrDefault(key => key.Length > 0 && values.ContainsKey(key));
        return key is not null ? values[key] : values.FirstOrDefault(pair => Same(pair.Key, field.Label) || Same(pair.Key, field.Name)).Value;
    }

    private ILocator At(FormField field) => tab.Target.Locator($"[data-conformance=\"{field.Id}\"]");

    private static void Unknown(FormField field, FormRead read, string why)
    {
        if (!field.IsRequired && !field.Label.EndsWith('*'))
        {
            return;
        }

        var key = field.Name.Length > 0 ? field.Name : field.Label;
        throw new ConfigurationFaultException(
            $"the form at {Place(read)} asks for the field {field.Called}, and {why}",
            $"Say in the plan what to enter, under screens: values, as \"{key}: …\"; or, if it is a field that every such form has, say which one under screens: selectors.");
    }

    private static string Place(FormRead read) => read.Url.Split('?', 2)[0];

    private static bool Same(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
