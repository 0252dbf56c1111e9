using System.Globalization;
using System.Text;
using System.Xml;
using Drawbridge.Conformance.Reports.Records;
using Drawbridge.Conformance.Running;

namespace Drawbridge.Conformance.Reports.Files;

/// <summary>A run as JUnit XML, a test suite for each target and area. What fails the run is a failure; what could not be looked at is an error; a warning is a success that says so.</summary>
internal static class JUnitReport
{
    public static string Write(RunRecord run)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(new Utf8Writer(text), new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", $"conformance {run.Id}");
            WriteCounts(xml, run.Cases);
            xml.WriteAttributeString("time", Seconds(run.DurationSeconds));
            foreach (var suite in run.Cases.GroupBy(static one => (one.Target, one.Area)))
            {
                WriteSuite(xml, run, suite.Key.Target, suite.Key.Area, [.. suite]);
            }

            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void WriteSuite(XmlWriter xml, RunRecord run, string target, string area, IReadOnlyList<CaseRecord> cases)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", run.Targets.Count == 1 ? area : $"{target}.{area}");
        WriteCounts(xml, cases);
        xml.WriteAttributeString("time", Seconds(cases.Sum(static one => one.DurationSeconds)));
        xml.WriteAttributeString("timestamp", run.StartedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        foreach (var one in cases)
        {
            WriteCase(xml, one);
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, CaseRecord one)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", $"{one.Target}.{one.Area}");
        xml.WriteAttributeString("name", one.Id);
        xml.WriteAttributeString("time", Seconds(one.DurationSeconds));
        switch (one.Verdict)
        {
            case Verdict.Failed or Verdict.UnexpectedPass:
                Write(xml, "failure", one.Expected is null ? Words.Of(one.Verdict) : $"expected {one.Expected}, received {one.Received}", Details(one));
                break;
            case Verdict.Misconfigured:
                Write(xml, "error", one.Reason ?? Words.Of(one.Verdict), Details(one));
                break;
            case Verdict.Skipped or Verdict.Disabled:
                Write(xml, "skipped", one.Reason ?? Words.Of(one.Verdict), details: null);
                break;
            case Verdict.Passed:
                break;
            default:
                xml.WriteElementString("system-out", Valid($"{Words.Of(one.Verdict)}\n{Details(one)}"));
                break;
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string element, string message, string? details)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("message", Valid(message));
        if (details is not null)
        {
            xml.WriteString(Valid(details));
        }

        xml.WriteEndElement();
    }

    private static string Details(CaseRecord one) => string.Join('\n', new[]
    {
        one.Title,
        one.Expected is null ? null : $"expected: {one.Expected}",
        one.Received is null ? null : $"received: {one.Received}",
        one.Reason is null ? null : $"reason: {one.Reason}",
        one.Remedy is null ? null : $"to do: {one.Remedy}",
        $"requirement: {string.Join(", ", one.Requirements.Select(static requirement => requirement.Id))}",
    }.Where(static line => line is not null));

    private static void WriteCounts(XmlWriter xml, IReadOnlyList<CaseRecord> cases)
    {
        xml.WriteAttributeString("tests", Number(cases.Count));
        xml.WriteAttributeString("failures", Number(cases.Count(static one => one.Verdict.Fails())));
        xml.WriteAttributeString("errors", Number(cases.Count(static one => one.Verdict == Verdict.Misconfigured)));
        xml.WriteAttributeString("skipped", Number(cases.Count(static one => !one.Verdict.Ran())));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Answers may hold what XML cannot.</summary>
    private static string Valid(string text) => text.All(XmlConvert.IsXmlChar) ? text : new string([.. text.Select(static one => XmlConvert.IsXmlChar(one) ? one : '\uFFFD')]);

    /// <summary>The declaration names the encoding of the writer, and a string builder's would be UTF-16.</summary>
    private sealed class Utf8Writer(StringBuilder text) : StringWriter(text, CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
