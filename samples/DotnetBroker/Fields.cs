namespace DotnetBroker;

/// <summary>Parts of forms.</summary>
public static class Fields
{
    /// <summary>A labelled input with its error.</summary>
    public static Html Input(
        string name, string label, string type = "text", string? value = "", string autocomplete = "off", string? error = null, string? hint = null, Html? link = null, string? inputMode = null)
    {
        var about = error ?? hint;
        return Html.Of($"""
            <div class="field">
            <div class="label"><label for="{name}">{label}</label>{link}</div>
            <input id="{name}" name="{name}" type="{type}" value="{value}" autocomplete="{autocomplete}" required{Html.If(inputMode is not null, $" inputmode=\"{inputMode}\"")}{Html.If(error is not null, $" aria-invalid=\"true\"")}{Html.If(about is not null, $" aria-describedby=\"{name}-about\"")}>
            {Html.If(about is not null, $"<div class=\"{(error is null ? "hint" : "error")}\" id=\"{name}-about\">{about}</div>")}
            </div>

            """);
    }

    public static Html Select(string name, string label, IEnumerable<(string Value, string Text)> options, string chosen) => Html.Of($"""
        <div class="field"><div class="label"><label for="{name}">{label}</label></div>
        <select id="{name}" name="{name}">{Html.Join(options.Select(option => Html.Of($"<option value=\"{option.Value}\"{Html.If(option.Value == chosen, $" selected")}>{option.Text}</option>")))}</select></div>

        """);

    public static Html Check(string name, string label, bool isChecked) =>
        Html.Of($"""<label class="check"><input type="checkbox" name="{name}" value="true"{Html.If(isChecked, $" checked")}> <span>{label}</span></label>""");

    public static Html Hidden(string name, string value) => Html.Of($"""<input type="hidden" name="{name}" value="{value}">""");

    /// <summary>What is wrong with the form as a whole.</summary>
    public static Html Alert(string? text) => Html.If(text is not null, $"""<p class="notice bad" role="alert">{text}</p>""");
}
