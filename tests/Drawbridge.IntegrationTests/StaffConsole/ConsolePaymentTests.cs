using Drawbridge.Broker.Console.Staff;
using Drawbridge.Broker.Payments;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;

namespace Drawbridge.IntegrationTests.StaffConsole;

public sealed class ConsolePaymentsOnSqlite(SqliteBrokerHost host) : ConsolePaymentTests(host), IClassFixture<SqliteBrokerHost>;

public sealed class ConsolePaymentsOnPostgres(PostgresBrokerHost host) : ConsolePaymentTests(host), IClassFixture<PostgresBrokerHost>;

/// <summary>Looking after payments in the console, on each engine.</summary>
public abstract class ConsolePaymentTests(BrokerHost host)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact] // B2P-3.5-12
    public async Task A_person_approves_and_it_is_written_down_with_it()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var payment = await desk.NewPaymentAsync();
        var member = await desk.NewStaffAsync(StaffRoles.Operations);
        using var browser = await desk.SignInAsync(member);
        (await browser.GetAsync("/console")).Element("tile-approvals").TextContent.ShouldContain("1");
        (await browser.GetAsync("/console/approvals")).Element("queue").TextContent.ShouldContain(payment.Reference);
        var page = (await browser.GetAsync($"/console/payments/{payment.Reference}")).ShouldShow("approve");
        page.Element("amount").TextContent.ShouldBe("6,000.00\u00a0EUR");

        var done = (await browser.SubmitAsync(page, "approve")).ShouldLeadTo($"/console/payments/{payment.Reference}?done=approved");

        (await browser.FollowAsync(done)).Element("history").TextContent.ShouldContain($"by {member.Email}");
        (await desk.Payments.FindAsync(payment.Id, None))!.State.ShouldNotBe(PaymentState.AwaitingApproval);
        var entry = (await desk.ListAuditAsync()).Single(static entry => entry.Act == "payment.approve");
        (entry.Actor, entry.Object, entry.BrokerId).ShouldBe((member.Email, $"payment {payment.Reference}", payment.BrokerId));
    }

    [Fact]
    public async Task A_double_click_and_a_race_do_it_once()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var payment = await desk.NewPaymentAsync();
        using var browser = await desk.SignInAsync(StaffRoles.Operations);
        var page = await browser.GetAsync($"/console/payments/{payment.Reference}");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.SubmitAsync(page, "approve")));

        answers.ShouldAllBe(answer => answer.Location.EndsWith("?done=approved", StringComparison.Ordinal));
        (await browser.SubmitAsync(page, "approve")).ShouldLeadTo($"/console/payments/{payment.Reference}?done=approved");
        (await desk.ListAuditAsync()).Count(static entry => entry.Act == "payment.approve").ShouldBe(1);
        (await EventsAsync(payment)).Count(static name => name == "Approved").ShouldBe(1);
    }

    [Fact]
    public async Task Two_people_decide_and_the_second_is_told_that_it_was_too_late()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var payment = await desk.NewPaymentAsync();
        using var first = await desk.SignInAsync(StaffRoles.Operations);
        using var second = await desk.SignInAsync(StaffRoles.Operations);
        var stale = await second.GetAsync($"/console/payments/{payment.Reference}");
        await first.SubmitAsync(await first.GetAsync($"/console/payments/{payment.Reference}"), "approve");

        (await second.SubmitAsync(stale, "reject", ("reason", "No."))).ShouldLeadTo($"/console/payments/{payment.Reference}?done=late");

        (await desk.ListAuditAsync()).ShouldNotContain(static entry => entry.Act == "payment.reject");
        (await EventsAsync(payment)).ShouldNotContain("Rejected");
    }

    [Fact]
    public async Task Rejecting_takes_a_reason()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var payment = await desk.NewPaymentAsync();
        using var browser = await desk.SignInAsync(StaffRoles.Operations);
        var page = await browser.GetAsync($"/console/payments/{payment.Reference}");

        (await browser.SubmitAsync(page, "reject", ("reason", "  "))).ShouldShow("reason-error", 422);
        (await browser.SubmitAsync(page, "reject", ("reason", "Name of the card is another one."))).ShouldLeadTo($"/console/payments/{payment.Reference}?done=rejected");

        (await desk.Payments.FindAsync(payment.Id, None))!.State.ShouldBe(PaymentState.Declined);
        (await desk.ListAuditAsync()).Single(static entry => entry.Act == "payment.reject").Reason.ShouldBe("Name of the card is another one.");
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    public async Task A_parked_case_is_settled_with_evidence_in_sight_and_a_reason(string happened)
    {
        var desk = await StaffDesk.OpenAsync(host);
        var payment = await desk.NewPaymentAsync(PaymentState.CreditUnknown);
        using var browser = await desk.SignInAsync(StaffRoles.Operations);
        (await browser.GetAsync("/console/reconciliation")).Element("queue").TextContent.ShouldContain("balance before 7.77");
        var page = await browser.GetAsync($"/console/payments/{payment.Reference}");
        page.Element("evidence").TextContent.ShouldContain("balance before 7.77");

        (await browser.SubmitAsync(page, "settle", ("happened", ""), ("reason", "Seen."))).ShouldShow("form-error", 422);
        (await browser.SubmitAsync(page, "settle", ("happened", happened), ("reason", ""))).ShouldShow("reason-error", 422);
        (await browser.SubmitAsync(page, "settle", ("happened", happened), ("reason", "Seen in the history."))).ShouldLeadTo($"/console/payments/{payment.Reference}?done=settled");

        (await EventsAsync(payment))[0].ShouldBe(happened == "yes" ? "FoundApplied" : "FoundNotApplied");
        (await desk.Payments.FindAsync(payment.Id, None))!.State.ShouldBeOneOf(
            happened == "yes" ? [PaymentState.Credited] : [PaymentState.Confirmed, PaymentState.Crediting]);
        var entry = (await desk.ListAuditAsync()).Single(static entry => entry.Act == "payment.settle");
        entry.Reason.ShouldBe("Seen in the history.");
        (await browser.GetAsync($"/console/payments/{payment.Reference}")).Element("evidence").TextContent.ShouldContain("balance before 7.77"); // what was seen stays
    }

    [Theory]
    [InlineData("approve", (int)PaymentState.Confirmed)]
    [InlineData("reject", (int)PaymentState.Declined)]
    public async Task Other_money_than_was_asked_for_is_shown_with_what_was_told_and_decided(string word, int end)
    {
        var desk = await StaffDesk.OpenAsync(host);
        var payment = await desk.NewPaymentAsync(PaymentState.AwaitingPayer);
        await desk.Payments.ApplyAsync(payment.Id, PaymentEvent.ProviderMismatched, "told by acme: 5.00 EUR instead of 6000.00 EUR", None);
        using var browser = await desk.SignInAsync(StaffRoles.Operations);
        (await browser.GetAsync("/console/reconciliation")).Element("queue").TextContent.ShouldContain("told by acme: 5.00 EUR");
        var page = (await browser.GetAsync($"/console/payments/{payment.Reference}")).ShouldShow(word);

        var refused = (await browser.SubmitAsync(page, "reject", ("reason", "It was paid by 4111 1111 1111 1111."))).ShouldShow("reason-error", 422);
        refused.Text.ShouldNotContain("4111 1111");
        (await browser.SubmitAsync(page, word, ("reason", "Asked the trader."))).ShouldLeadTo($"/console/payments/{payment.Reference}?done=");

        var state = (await desk.Payments.FindAsync(payment.Id, None))!.State;
        ((PaymentState)end == PaymentState.Confirmed ? state is PaymentState.Confirmed or PaymentState.Crediting : state == (PaymentState)end).ShouldBeTrue(state.ToString());
    }

    [Fact]
    public async Task What_the_platform_refused_is_tried_again()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var payment = await desk.NewPaymentAsync(PaymentState.CreditRefused);
        using var browser = await desk.SignInAsync(StaffRoles.Operations);

        (await browser.SubmitAsync(await browser.GetAsync($"/console/payments/{payment.Reference}"), "retry")).ShouldLeadTo($"/console/payments/{payment.Reference}?done=retried");

        (await EventsAsync(payment))[0].ShouldBe("TryAgain");
    }

    [Fact]
    public async Task Who_reads_only_sees_no_buttons()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var payment = await desk.NewPaymentAsync();
        using var browser = await desk.SignInAsync(StaffRoles.Viewer);

        (await browser.GetAsync($"/console/payments/{payment.Reference}")).ShouldShow("payment").Find("acts").ShouldBeNull();
    }

    [Fact] // BID-44
    public async Task Another_crm_and_another_broker_are_as_good_as_none()
    {
        var desk = await StaffDesk.OpenAsync(host, brokers: 2);
        var other = await StaffDesk.OpenAsync(host);
        var here = await desk.NewPaymentAsync(broker: 0);
        var there = await desk.NewPaymentAsync(broker: 1);
        using var limited = await desk.SignInAsync(StaffRoles.Operations, 0);
        using var stranger = await other.SignInAsync(StaffRoles.Administrator);
        var form = await limited.GetAsync($"/console/payments/{here.Reference}");
        var key = form.Document.QuerySelector("input[name=formKey]")!.GetAttribute("value")!;

        var list = (await limited.GetAsync("/console/payments")).Element("payments").TextContent;
        list.ShouldContain(here.Reference);
        list.ShouldNotContain(there.Reference);
        (await limited.GetAsync("/console")).Element("tile-approvals").QuerySelector("b")!.TextContent.ShouldBe("1");
        (await limited.GetAsync($"/console/payments?broker={desk.Crm.Broker(1).Name.Value}")).ShouldShow("filter-fault");
        (await limited.GetAsync($"/console/payments/{there.Reference}")).ShouldShow("console-error", 404);
        foreach (var act in new[] { "approve", "reject", "retry", "settle" })
        {
            var fields = new Dictionary<string, string> { ["formKey"] = key, ["once"] = Guid.NewGuid().ToString("N"), ["reason"] = "x", ["happened"] = "yes" };
            (await limited.PostAsync($"/console/payments/{there.Reference}/{act}", fields)).ShouldShow("console-error", 404);
        }

        (await stranger.GetAsync("/console/payments")).Find("payments").ShouldBeNull();
        (await stranger.GetAsync($"/console/payments/{here.Reference}")).ShouldShow("console-error", 404);
        (await desk.Payments.FindAsync(there.Id, None))!.State.ShouldBe(PaymentState.AwaitingApproval);
    }

    [Fact]
    public async Task The_list_is_filtered_and_read_page_by_page()
    {
        var desk = await StaffDesk.OpenAsync(host);
        var first = await desk.NewPaymentAsync();
        var deposit = await desk.NewPaymentAsync(PaymentState.Credited);
        for (var i = 0; i < 50; i++)
        {
            await desk.NewPaymentAsync(PaymentState.Declined);
        }

        using var browser = await desk.SignInAsync(StaffRoles.Viewer);

        var page = await browser.GetAsync("/console/payments");
        Rows(page).Count.ShouldBe(50);
        Rows(await browser.GetAsync(page.Href("older"))).ShouldBe([deposit.Reference, first.Reference]);
        foreach (var (query, expected) in new[]
        {
            ("state=Credited", deposit.Reference), ("kind=Deposit", deposit.Reference), ($"q={first.Reference}", first.Reference),
            ($"q={first.TraderLogin}", first.Reference), ("state=AwaitingApproval&kind=Withdrawal&from=2026-01-01&until=2100-01-01", first.Reference),
        })
        {
            Rows(await browser.GetAsync($"/console/payments?{query}")).ShouldBe([expected], query);
        }

        (await browser.GetAsync("/console/payments?until=2026-01-01")).ShouldShow("empty");
        (await browser.GetAsync("/console/payments?state=lost&from=x")).ShouldShow("filter-fault");
    }

    private static IReadOnlyList<string> Rows(Page page) =>
        [.. page.Document.QuerySelectorAll("[data-testid=payment-row] a").Select(static link => link.TextContent)];

    private Task<IReadOnlyList<string>> EventsAsync(Payment payment) => host.Database.ReadAsync(
        session => session.ListAsync<string>("select name from payment_events where payment_id = @Id order by id", new { payment.Id }), None);
}
