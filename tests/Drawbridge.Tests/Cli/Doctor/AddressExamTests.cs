using System.Net.Security;
using Drawbridge.Cli.Doctor;

namespace Drawbridge.Tests.Cli.Doctor;

/// <summary>What is said of one https address.</summary>
public sealed class AddressExamTests
{
    private static readonly FixedTime Clock = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, 500, TimeSpan.Zero));

    private readonly FakeNetwork _network = new(Clock);

    [Fact] // B2P-0-2, B2P-0-5, P2B-OT-2
    public async Task Where_all_is_well_everything_is_ok()
    {
        var (findings, isReached) = await ExamineAsync();

        findings.ShouldAllBe(static finding => finding.Verdict == Verdict.Ok && finding.Remedy == null);
        findings.Select(static finding => finding.Check).ShouldBe(["name", "certificate", "https only", "answer", "round trip", "clock"]);
        findings[0].Message.ShouldBe("platform.example is 192.0.2.7");
        isReached.ShouldBeTrue();
    }

    [Fact] // B2P-0-5
    public async Task A_name_without_an_address_is_a_fault_and_the_end()
    {
        _network.Addresses = [];

        var (findings, isReached) = await ExamineAsync();

        findings.ShouldHaveSingleItem().ShouldBe(
            "name", Verdict.Fault, "platform.example has no address", "Correct the host name in Settings:Platform", "B2P-0-5");
        isReached.ShouldBeFalse();
    }

    [Fact] // B2P-0-2
    public async Task No_connection_is_a_fault_and_the_end()
    {
        _network.ConnectionProblem = "no connection (ConnectionRefused)";

        var (findings, isReached) = await ExamineAsync();

        findings[^1].ShouldBe("connection", Verdict.Fault, "no connection (ConnectionRefused)", "firewalls and routing", "B2P-0-2");
        isReached.ShouldBeFalse();
    }

    [Theory] // B2P-0-2
    [InlineData(-1, -10, Verdict.Fault, "expired on 2026-03-03")]
    [InlineData(300, 1, Verdict.Fault, "is not valid before 2026-03-05")]
    [InlineData(12.5, -10, Verdict.Warning, "expires in 12 days, on 2026-03-16")]
    [InlineData(30.5, -10, Verdict.Ok, "valid until 2026-04-03")]
    public async Task A_certificate_has_its_time(double ends, double begins, object verdict, string message)
    {
        (_network.CertificateEnds, _network.CertificateBegins) = (TimeSpan.FromDays(ends), TimeSpan.FromDays(begins));

        var (findings, isReached) = await ExamineAsync();

        var finding = findings.Single(static finding => finding.Check == "certificate");
        (finding.Verdict, finding.Message, finding.Requirements[0]).ShouldBe(((Verdict)verdict, message, "B2P-0-2"));
        (finding.Remedy is null).ShouldBe(finding.Verdict == Verdict.Ok);
        isReached.ShouldBe(finding.Verdict != Verdict.Fault);
    }

    [Fact] // B2P-0-2
    public async Task A_certificate_for_another_name_is_a_fault()
    {
        _network.Errors = SslPolicyErrors.RemoteCertificateNameMismatch;

        (await ExamineAsync()).Findings[^1].ShouldBe(
            "certificate", Verdict.Fault, "is for another name than platform.example", "get a certificate for platform.example", "B2P-0-2");
    }

    [Fact] // B2P-0-2
    public async Task A_certificate_of_nobody_in_particular_is_a_fault()
    {
        (_network.Errors, _network.IsTrusted) = (SslPolicyErrors.RemoteCertificateChainErrors, false);

        (await ExamineAsync()).Findings[^1].ShouldBe(
            "certificate", Verdict.Fault, "comes from an authority that is not trusted", "Drawbridge:PlatformClient:AuthorityFile", "B2P-0-2");
    }

    [Theory] // B2P-0-2, P2B-0-4
    [InlineData(401, Verdict.Fault)]
    [InlineData(200, Verdict.Fault)]
    [InlineData(400, Verdict.Ok)]
    [InlineData(308, Verdict.Ok)]
    [InlineData(null, Verdict.Ok)]
    public async Task Plain_http_must_get_nowhere(int? status, object verdict)
    {
        _network.PlainStatus = status;

        (await ExamineAsync()).Findings.Single(static finding => finding.Check == "https only").Verdict.ShouldBe((Verdict)verdict);
    }

    [Theory]
    [InlineData(502, "text/html", Verdict.Fault, "a proxy answers 502", false)]
    [InlineData(404, "text/html", Verdict.Warning, "answers 404 with text/html, which the platform would not", true)]
    [InlineData(401, "text/html", Verdict.Warning, "answers 401 with text/html", true)]
    public async Task Somebody_else_at_the_address_is_noticed(int status, string type, object verdict, string message, bool isReached)
    {
        (_network.Status, _network.MediaType) = (status, type);

        var (findings, reached) = await ExamineAsync();

        var finding = findings.Single(static finding => finding.Check == "answer");
        (finding.Verdict, reached).ShouldBe(((Verdict)verdict, isReached));
        finding.Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task No_answer_is_a_fault_and_the_end()
    {
        _network.AnswerProblem = "the connection broke";

        var (findings, isReached) = await ExamineAsync();

        findings[^1].ShouldBe("answer", Verdict.Fault, "the connection broke", "names the right port", "B2P-0-5");
        isReached.ShouldBeFalse();
    }

    [Theory] // CONN-1
    [InlineData(99, true, Verdict.Ok)]
    [InlineData(101, true, Verdict.Warning)]
    [InlineData(101, false, Verdict.Ok)]
    public async Task A_long_way_is_no_direct_one(int milliseconds, bool hasRule, object verdict)
    {
        _network.RoundTrip = TimeSpan.FromMilliseconds(milliseconds);

        (await ExamineAsync(hasRule ? "CONN-1" : null)).Findings.Single(static finding => finding.Check == "round trip").Verdict.ShouldBe((Verdict)verdict);
    }

    [Theory] // P2B-OT-2
    [InlineData(0, Verdict.Ok, "agrees")]
    [InlineData(2, Verdict.Ok, "agrees")]
    [InlineData(3, Verdict.Warning, "is ahead of this machine's by 2.5 s or more")]
    [InlineData(-4, Verdict.Warning, "is behind this machine's by")]
    [InlineData(10, Verdict.Warning, "is ahead of this machine's by 9")]
    [InlineData(40, Verdict.Fault, "is ahead of this machine's by 39")]
    [InlineData(-60, Verdict.Fault, "is behind this machine's by 58")]
    [InlineData(null, Verdict.Warning, "the answers have no Date")]
    public async Task The_clocks_are_compared(int? skewSeconds, object verdict, string message)
    {
        _network.Skew = skewSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

        var finding = (await ExamineAsync()).Findings.Single(static finding => finding.Check == "clock");

        finding.Verdict.ShouldBe((Verdict)verdict, finding.Message);
        finding.Message.ShouldStartWith(message);
    }

    private async Task<(List<Finding> Findings, bool IsReached)> ExamineAsync(string? distance = "CONN-1")
    {
        var rules = new AddressRules(
            "the platform", "Settings:Platform", "B2P-0-5", "B2P-0-2", distance, static reply => reply is { Status: 401, MediaType: "application/json" });
        var exam = new AddressExam("platform", new Uri("https://platform.example:8443"), "/path", rules, _network, Clock);
        var findings = new List<Finding>();
        await foreach (var finding in exam.RunAsync(TestContext.Current.CancellationToken))
        {
            findings.Add(finding);
        }

        exam.IsReached.IsCompleted.ShouldBeTrue();
        return (findings, await exam.IsReached);
    }
}
