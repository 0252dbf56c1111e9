using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Conform.Init;
using Drawbridge.Cli.Conform.Plans;
using Drawbridge.Conformance.Cases;

namespace Drawbridge.Tests.Cli.Conform;

/// <summary>Plans of the conformance runner: all faults at once, with their places and without secrets.</summary>
public sealed class PlanReaderTests : IDisposable
{
    private const string Valid =
        """
        name: My CRM
        broker:
          url: https://crm.example.com
          brokerName: my_broker
          brokerCrmName: my_crm
          crmPassword: ${file:password}
          successUrl: https://ct.example.com/callback
          offers: [sso, deposit]
          users:
            - email: trader@example.com
              password: ${file:password}
              userId: 20004
        limits:
          caseSeconds: 30
        """;

    private readonly TemporaryFolder _folder = new();

    public PlanReaderTests() => File.WriteAllText(_folder["password"], "hush-hush\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plan_says_what_is_looked_at()
    {
        var reading = Read(Valid);

        reading.Plan.Name.ShouldBe("My CRM");
        reading.Plan.Broker!.CrmPassword.ShouldBe("hush-hush");
        reading.Plan.Broker.Offers.ShouldBe([Capability.Sso, Capability.Deposit], ignoreOrder: true);
        reading.Plan.Broker.Users.ShouldHaveSingleItem().UserId.ShouldBe(20004);
        reading.Plan.Limits.Case.ShouldBe(TimeSpan.FromSeconds(30));
        reading.LiteralSecrets.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("brokerName: my_broker", "brokrName: my_broker", "line 4, column 3: Broker:BrokrName: is not a setting; did you mean 'brokerName'?")]
    [InlineData("offers: [sso, deposit]", "offers: [sso, depsit]", "line 8, column 17: Broker:Offers:1: must be one of")]
    [InlineData("offers: [sso, deposit]", "offers: [sso, handoff]", "line 8, column 3: Broker:Offers: must have exactly one of sso and handoff")]
    [InlineData("offers: [sso, deposit]", "offers: [sso, browser]", "line 8, column 17: Broker:Offers:1: follows from other settings by itself")]
    [InlineData("offers: [sso, deposit]", "offers: [sso, invite]", "line 8, column 17: Broker:Offers:1: follows from other settings by itself")]
    [InlineData("url: https://crm", "url: http://crm", "line 3, column 3: Broker:Url: must be https://HOST")]
    [InlineData("${file:password}\n  successUrl", "${env:DRAWBRIDGE_NOT_SET}\n  successUrl", "line 6, column 16: Broker:CrmPassword: the variable DRAWBRIDGE_NOT_SET of the environment is not set")]
    [InlineData("caseSeconds: 30", "caseSeconds: 3", "line 14, column 3: Limits:CaseSeconds: must be from 5 to 600")]
    [InlineData("name: My CRM\n", "", "Name: is missing")]
    [InlineData("limits:", "skip: [{ cases: api/nothing, reason: because }]\nlimits:", "Skip:0:Cases: matches no case")]
    [InlineData("limits:", "mailbox: https://mail.example.com\nlimits:", "Mailbox: must be an address with {email}")]
    [InlineData("limits:", "platformUnderTest: {}\nlimits:", "PlatformUnderTest: must have exactly one of broker")]
    public void A_fault_is_told_with_its_place(string good, string bad, string told)
    {
        var fault = Should.Throw<FaultException>(() => Read(Valid.Replace(good, bad, StringComparison.Ordinal)));

        fault.ExitCode.ShouldBe(ExitCode.Wrong);
        fault.Remedy!.ShouldContain(told);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var fault = Should.Throw<FaultException>(() => Read(Valid
            .Replace("https://crm", "http://crm", StringComparison.Ordinal)
            .Replace("my_crm", "\"\"", StringComparison.Ordinal)
            .Replace("[sso, deposit]", "[deposit]", StringComparison.Ordinal)));

        fault.Message.ShouldEndWith("has 3 faults:");
    }

    [Fact]
    public void A_secret_that_stands_in_the_plan_is_never_repeated()
    {
        var literal = Valid.Replace("${file:password}", "hush-hush", StringComparison.Ordinal);

        Read(literal).LiteralSecrets.ShouldBe(["line 6: Broker:CrmPassword", "line 11: Broker:Users:0:Password"]);
        var fault = Should.Throw<FaultException>(() => Read(literal.Replace("https://crm", "http://crm", StringComparison.Ordinal)));
        (fault.Message + fault.Remedy).ShouldNotContain("hush");
    }

    [Fact]
    public void A_plan_that_init_writes_can_be_read()
    {
        var text = PlanWriter.Write(new()
        {
            Name = "it's: \"quoted\"",
            Url = "https://crm.example.com",
            BrokerName = "my_broker",
            BrokerCrmName = "123",
            CrmPassword = "${file:password}",
            SuccessUrl = "https://ct.example.com/callback?a=b",
            Offers = ["handoff", "deposit"],
            PlatformUrl = "https://localhost:7444",
        });

        var plan = Read(text).Plan;

        plan.Name.ShouldBe("it's: \"quoted\"");
        plan.Broker!.Names.BrokerCrmName.ShouldBe("123");
        plan.Broker.SuccessUrl.ShouldBe(new Uri("https://ct.example.com/callback?a=b"));
        plan.Platform!.Url.ShouldBe(new Uri("https://localhost:7444"));
    }

    private PlanReading Read(string text)
    {
        File.WriteAllText(_folder["plan.yaml"], text);
        return PlanReader.Read(_folder["plan.yaml"]);
    }
}
