using Drawbridge.Broker.Partners.Attribution;

namespace Drawbridge.Tests.Partners;

/// <summary>Whose a user is, by the rules, and how it is explained.</summary>
public sealed class AttributionLedgerTests
{
    private const long Ann = 1;
    private const long Bob = 2;

    private readonly LedgerOfUser _ledger = new();

    [Fact] // INV-8, FLOW-ATTR1-8, FLOW-ATTR1-9
    public void Who_signs_up_with_a_partners_identifier_is_that_partners()
    {
        _ledger.Claim(0, Ann, AttributionSource.Identifier).SignUp(0);

        var result = _ledger.Explain();

        (result.PartnerId, result.Since, result.Source).ShouldBe((Ann, LedgerOfUser.Start, AttributionSource.Identifier));
        result.ProtectedUntil.ShouldBe(LedgerOfUser.Start + TimeSpan.FromDays(90)); // INV-42
        _ledger.Words().ShouldBe(["Attributed", "Attributed"]);
    }

    [Theory]
    [InlineData(TouchModel.LastTouch, Bob, "Outdone LaterTouch")]
    [InlineData(TouchModel.FirstTouch, Ann, "Outdone EarlierTouch")]
    public void Of_two_links_the_model_decides(TouchModel model, long owner, string other)
    {
        _ledger.Rules(0, new() { Model = model }).Claim(1, Ann).Claim(2, Bob).SignUp(3);

        _ledger.Explain().PartnerId.ShouldBe(owner);
        _ledger.Words().ShouldContain(other);
    }

    [Theory]
    [InlineData(true, Ann, "Outdone CodeFirst")]
    [InlineData(false, Bob, "Outdone LaterTouch")]
    public void A_code_goes_before_a_link_if_the_rules_say_so(bool codeFirst, long owner, string other)
    {
        _ledger.Rules(0, new() { CodeOverLink = codeFirst }).Claim(1, Ann, AttributionSource.Code).Claim(2, Bob).SignUp(3);

        _ledger.Explain().PartnerId.ShouldBe(owner);
        _ledger.Words().ShouldContain(other);
    }

    [Fact]
    public void A_link_that_was_opened_before_the_window_does_not_count()
    {
        _ledger.Claim(0, Ann).SignUp(31);

        _ledger.Explain().PartnerId.ShouldBeNull();
        _ledger.Words().ShouldBe(["Refused OutsideWindow", "Unattributed"]);
        _ledger.Explain().Steps[0].Until.ShouldBe(LedgerOfUser.Start + TimeSpan.FromDays(30));
    }

    [Fact] // FLOW-ATTR1-10
    public void Links_that_are_opened_after_the_signup_do_not_count()
    {
        _ledger.SignUp(0).Claim(1, Ann);

        _ledger.Explain().PartnerId.ShouldBeNull();
        _ledger.Words().ShouldBe(["Unattributed", "Refused NotNew"]);
    }

    [Theory] // INV-19, INV-42
    [InlineData(89, true, Ann, "Refused Protected")]
    [InlineData(90, true, Bob, "Reattributed")]
    [InlineData(90, false, Ann, "Refused NoReattribution")]
    public void The_platform_moves_a_user_only_after_the_protected_period(int day, bool reattribution, long owner, string word)
    {
        _ledger.Rules(0, new() { Reattribution = reattribution }).Claim(0, Ann).SignUp(0).Claim(day, Bob, AttributionSource.Webhook);

        _ledger.Explain().PartnerId.ShouldBe(owner);
        _ledger.Words()[^1].ShouldBe(word);
    }

    [Theory] // INV-20
    [InlineData(30, Bob, "Attributed")]
    [InlineData(31, null, "Refused Late")]
    public void The_platform_names_the_partner_of_a_user_without_one_for_some_time(int day, long? owner, string word)
    {
        _ledger.SignUp(0).Claim(day, Bob, AttributionSource.Pull);

        _ledger.Explain().PartnerId.ShouldBe(owner);
        _ledger.Words()[^1].ShouldBe(word);
    }

    [Fact]
    public void What_the_platform_said_before_the_signup_goes_before_links()
    {
        _ledger.Claim(0, Ann, AttributionSource.Webhook).Claim(40, Bob).SignUp(40);

        _ledger.Explain().PartnerId.ShouldBe(Ann);
        _ledger.Words().ShouldBe(["Attributed", "Outdone PlatformFirst", "Attributed"]);
    }

    [Theory] // INV-6: fraud
    [InlineData(AttributionFinding.SelfReferral, "Refused SelfReferral")]
    [InlineData(AttributionFinding.Duplicate, "Refused Duplicate")]
    [InlineData(AttributionFinding.PartnerInactive, "Refused PartnerInactive")]
    [InlineData(AttributionFinding.NotOpened, "Refused NotOpened")]
    [InlineData(AttributionFinding.SelfReferral | AttributionFinding.NotOpened, "Refused NotOpened")]
    internal void What_was_found_about_a_claim_refuses_it_and_the_next_best_counts(AttributionFinding finding, string word)
    {
        _ledger.Claim(0, Bob).Claim(1, Ann, findings: finding).SignUp(2);

        _ledger.Explain().PartnerId.ShouldBe(Bob);
        _ledger.Words().ShouldBe(["Attributed", word, "Attributed"]);
    }

    [Theory]
    [InlineData(AttributionFinding.SelfReferral)]
    [InlineData(AttributionFinding.Duplicate)]
    internal void A_broker_may_allow_what_others_call_fraud(AttributionFinding finding)
    {
        _ledger.Rules(0, new() { SelfReferrals = true, Duplicates = true }).Claim(1, Ann, findings: finding).SignUp(2);

        _ledger.Explain().PartnerId.ShouldBe(Ann);
    }

    [Theory] // INV-6
    [InlineData(AttributionSource.Staff)]
    [InlineData(AttributionSource.Transfer)]
    internal void Staff_moves_a_user_at_any_time_and_protects_anew(AttributionSource source)
    {
        _ledger.Claim(0, Ann).SignUp(0).Claim(10, Bob, source).Claim(95, Ann, AttributionSource.Webhook);

        _ledger.Explain().PartnerId.ShouldBe(Bob);
        _ledger.Words()[2..].ShouldBe(["Reattributed Decision", "Refused Protected"]);
    }

    [Fact]
    public void A_user_whom_staff_released_may_be_named_anew()
    {
        _ledger.Claim(0, Ann).SignUp(0).Release(1).Claim(2, Bob, AttributionSource.Webhook);

        _ledger.Explain(asOfDay: 1).PartnerId.ShouldBeNull();
        _ledger.Explain().PartnerId.ShouldBe(Bob);
    }

    [Fact] // INV-6
    public void New_rules_hold_for_what_happens_from_then_on()
    {
        _ledger.Rules(0, new() { Model = TouchModel.FirstTouch }).Claim(1, Ann).Claim(2, Bob).SignUp(3);
        var before = _ledger.Explain();

        _ledger.Rules(4, new() { Model = TouchModel.LastTouch, ProtectedPeriod = TimeSpan.Zero });

        _ledger.Explain().PartnerId.ShouldBe(Ann);
        _ledger.Explain().ProtectedUntil.ShouldBe(before.ProtectedUntil);
        _ledger.Explain(asOfDay: 3).Steps.ShouldBe(before.Steps);
    }

    [Fact] // INV-21
    public void What_is_known_is_confirmed_and_starts_no_new_period()
    {
        _ledger.Claim(0, Ann).SignUp(0).Claim(50, Ann, AttributionSource.Webhook).Claim(60, Ann, AttributionSource.Pull);

        _ledger.Explain().ProtectedUntil.ShouldBe(LedgerOfUser.Start + TimeSpan.FromDays(90));
        _ledger.Words()[2..].ShouldBe(["Confirmed", "Confirmed"]);
    }
}
