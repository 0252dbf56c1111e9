using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Plans;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.IntegrationTests.Conformance.Running;

/// <summary>What becomes of cases.</summary>
public sealed class RunnerTests
{
    private const string Token = "token-of-somebody";

    private readonly RunnerStage _stage = new();

    [Fact]
    public async Task A_case_that_returns_has_passed_and_shows_what_it_did()
    {
        var result = await _stage.OneAsync(Case(static run => run.Note("looked")));

        result.Verdict.ShouldBe(Verdict.Passed);
        result.Steps.Select(static step => step.Text).ShouldBe(["looked"]);
    }

    [Fact]
    public async Task A_broken_requirement_fails_or_warns_as_its_level_and_the_plan_say()
    {
        var must = Must("P2B-4.1-4");
        foreach (var (requirement, strict, verdict) in new[]
        {
            (must, false, Verdict.Failed), (must.Inferred, false, Verdict.Warning), (must.Inferred, true, Verdict.Failed), (Should("P2B-0-15"), true, Verdict.Warning), (May("P2B-4.2-5"), true, Verdict.Warning),
        })
        {
            var result = await _stage.OneAsync(Broken() with { Requirement = requirement }, plan => plan with { Strict = strict });

            result.Verdict.ShouldBe(verdict, $"{requirement} strict {strict}");
            (result.Expected, result.Received, result.Remedy).ShouldBe(("200", "404", "Mend it."));
        }
    }

    [Fact]
    public async Task What_keeps_a_case_from_being_looked_at_does_not_count_against_the_target()
    {
        var result = await _stage.OneAsync(Case(static _ => throw new ConfigurationFaultException("the password is wrong", "Correct it.")));

        (result.Verdict, result.Reason, result.Remedy).ShouldBe((Verdict.Misconfigured, "the password is wrong", "Correct it."));
        Result(result).Passed.ShouldBeTrue();
        Result(result).Misconfigured.ShouldBeTrue();
    }

    [Fact]
    public async Task A_mistake_of_the_runner_takes_no_other_result_with_it()
    {
        var results = await _stage.RunAsync([Case(static _ => throw new InvalidOperationException("a mistake")), Case(static _ => { })]);

        results.Select(static one => one.Verdict).ShouldBe([Verdict.Misconfigured, Verdict.Passed]);
        results[0].Reason!.ShouldContain("a mistake");
    }

    [Fact]
    public async Task What_is_not_offered_is_skipped_whether_the_plan_or_the_target_says_so()
    {
        var results = await _stage.RunAsync([
            Broken() with { Needs = [Capability.Deposit, Capability.Sso, Capability.Kyc] }, Case(static _ => throw new NotOfferedException("inappToken"))]);

        results.Select(static one => (one.Verdict, one.Reason)).ShouldBe([(Verdict.Skipped, "not offered: Deposit, Kyc"), (Verdict.Skipped, "not offered: inappToken")]);
    }

    [Fact]
    public async Task What_the_plan_leaves_out_is_disabled_with_its_reason()
    {
        var result = await _stage.OneAsync(Broken(), static plan => plan with { Skip = [new("api/*/broken*", "known")] });

        (result.Verdict, result.Reason).ShouldBe((Verdict.Disabled, "known"));
        Result(result).Passed.ShouldBeTrue();
    }

    [Fact]
    public async Task An_expected_failure_does_not_fail_the_run_and_passing_in_its_place_does()
    {
        ConformancePlan Expecting(ConformancePlan plan) => plan with { ExpectedFailures = [new("api/test/*", "next release")] };

        var failed = await _stage.OneAsync(Broken(), Expecting);
        var passed = await _stage.OneAsync(Case(static _ => { }), Expecting);

        (failed.Verdict, failed.Reason, Result(failed).Passed).ShouldBe((Verdict.ExpectedFailure, "next release", true));
        (passed.Verdict, Result(passed).Passed).ShouldBe((Verdict.UnexpectedPass, false));
    }

    [Fact]
    public async Task A_case_that_does_not_end_is_ended_at_its_limit()
    {
        var result = await _stage.OneAsync(Case(static _ => { }) with
        {
            Waits = TimeSpan.FromSeconds(61),
            RunAsync = async (_, cancellationToken) =>
            {
                _stage.Time.Advance(TimeSpan.FromSeconds(61) + new PlanLimits().Case);
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            },
        });

        (result.Verdict, result.Expected).ShouldBe((Verdict.Failed, "an end within 60 s"));
    }

    [Fact]
    public async Task A_question_for_a_person_is_neither_a_pass_nor_a_failure()
    {
        var result = await _stage.OneAsync(Case(static _ => Check.AskPerson("Is the form readable?")));

        (result.Verdict, result.Reason, Result(result).Passed).ShouldBe((Verdict.NeedsPerson, "Is the form readable?", true));
    }

    [Fact]
    public async Task No_secret_gets_into_what_is_told()
    {
        var result = await _stage.OneAsync(Case(static run =>
        {
            run.Secrets.Learn(Token, "OT token");
            run.Note($"got {Token}");
            Check.Fail("another token", $"{Token} again");
        }));

        (result.Received, result.Steps[0].Text).ShouldBe(("{OT token 1} again", "got {OT token 1}"));
    }

    [Fact]
    public async Task Cases_run_side_by_side_but_those_that_want_to_be_alone()
    {
        var running = 0;
        var together = new TaskCompletionSource();
        ConformanceCase Beside() => Case(static _ => { }) with
        {
            RunAsync = async (_, _) =>
            {
                if (Interlocked.Increment(ref running) == 2)
                {
                    together.SetResult();
                }

                await together.Task;
                Interlocked.Decrement(ref running);
            },
        };
        var alone = Case(_ => running.ShouldBe(0)) with { Kind = CaseKind.Alone };

        var results = await _stage.RunAsync([alone, Beside(), Beside()]);

        results.ShouldAllBe(static one => one.Verdict == Verdict.Passed);
    }

    private static ConformanceCase Case(Action<CaseRun> look) => new()
    {
        Id = "api/test/case", Title = "It is so", Requirement = Must("P2B-4.1-4"), Remedy = "Mend it.",
        RunAsync = (run, _) =>
        {
            look(run);
            return Task.CompletedTask;
        },
    };

    private static ConformanceCase Broken() => Case(static _ => Check.Fail("200", "404")) with { Id = "api/test/broken-rule" };

    private static RunResult Result(CaseResult one) =>
        new() { Side = Side.Broker, Target = "test", Url = "https://crm.example.test", Version = "1", StartedAt = one.StartedAt, Duration = one.Duration, Cases = [one] };
}
