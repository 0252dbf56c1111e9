using System.Text.Json;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Tests.Screens;

public sealed class TextFaultTests
{
    private const string English = """{"Hello": "Hello {0} and {1}", "Days": {"one": "{0} day", "other": "{0} days"}}""";

    [Theory]
    [InlineData("""{"Hello": "{1} i {0}", "Days": {"one": "jeden dzień", "few": "{0} dni", "many": "{0} dni", "other": "{0} dnia"}}""", "")]
    [InlineData("""{"Hello": "{1} i {0}"}""", "Days is missing.")]
    [InlineData("""{"Hello": "{0} i {1}", "Days": {"one": "dzień", "few": "{0} dni", "many": "{0} dni", "other": "{0} dnia"}, "Bye": "Pa"}""", "Bye is not declared.")]
    [InlineData("""{"Hello": "Cześć {0}", "Days": {"one": "dzień", "few": "{0} dni", "many": "{0} dni", "other": "{0} dnia"}}""", "Hello has other placeholders than the English text.")]
    [InlineData("""{"Hello": "{0} i {1} {", "Days": {"one": "dzień", "few": "{0} dni", "many": "{0} dni", "other": "{0} dnia"}}""", "Hello has other placeholders than the English text.")]
    [InlineData("""{"Hello": "{0} i {1}", "Days": {"one": "dzień", "few": "{0} dni", "many": "{0} dni", "other": "dnia"}}""", "Days has other placeholders than the English text.")]
    [InlineData("""{"Hello": "{0} i {1}", "Days": {"one": "{0} dzień", "other": "{0} dni"}}""", "Days needs exactly the plural forms one, few, many, other.")]
    [InlineData("""{"Hello": " ", "Days": {"one": "dzień", "few": "{0} dni", "many": "{0} dni", "other": "{0} dnia"}}""", "Hello is empty.")]
    [InlineData("""{"Hello": "{0} i {1}", "Days": "{0} dni"}""", "Days needs plural forms.")]
    [InlineData("""{"Hello": {"one": "a", "few": "b", "many": "c", "other": "{0} {1}"}, "Days": {"one": "dzień", "few": "{0} dni", "many": "{0} dni", "other": "{0} dnia"}}""", "Hello has plural forms, which the English text has not.")]
    public void A_fault_says_what_to_mend(string polish, string expected) =>
        string.Join('|', TextFaults.Find(["Hello", "Days"], Parse(English), Parse(polish), "pl")).ShouldBe(expected);

    [Theory]
    [InlineData("""{"Days": 7}""")]
    [InlineData("""{"Days": {"one": "a day"}}""")]
    [InlineData("""{"Days": {"some": "days", "other": "days"}}""")]
    [InlineData("""{"Days": {"1": "day", "other": "days"}}""")]
    [InlineData("""{"Days": {"other": 7}}""")]
    public void What_is_no_text_is_refused(string json) => Should.Throw<FormatException>(() => Parse(json));

    private static Dictionary<string, TextForms> Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(entry => entry.Name, entry => TextForms.Read(entry.Value));
    }
}
