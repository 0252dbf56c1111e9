using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Plans;

namespace Drawbridge.Conformance.Running;

/// <summary>Runs cases: those that wait begin first, those that need the target for themselves come last, the others run side by side.</summary>
/// <param name="context">The target.</param>
/// <param name="progress">Is told of each case that begins and ends; null when nobody wants to know.</param>
public sealed class Runner(RunContext context, IRunProgress? progress = null)
{
    private readonly ConformancePlan _plan = context.Plan;

    /// <summary>Runs cases and returns what came of each, in the order in which they were given.</summary>
    public async Task<IReadOnlyList<CaseResult>> RunAsync(IReadOnlyList<ConformanceCase> cases, CancellationToken cancellationToken)
    {
        var results = new CaseResult[cases.Count];
        using var places = new Places(Math.Max(1, _plan.Limits.Calls), _plan.Limits.Tabs > 0 ? _plan.Limits.Tabs : Environment.ProcessorCount);
        var waiting = Enumerable.Range(0, cases.Count).Where(i => cases[i].Waits > TimeSpan.Zero && cases[i].Kind != CaseKind.Alone).ToList();
        var alone = Enumerable.Range(0, cases.Count).Where(i => cases[i].Kind == CaseKind.Alone).ToList();
        var others = Enumerable.Range(0, cases.Count).Except(waiting).Except(alone).ToList();

        // A clock that is put forward is put forward for all, so nothing else may be under way then.
        var first = waiting.Select(i => OneAsync(i, Enter(cases[i]))).ToList();
        if (context.PassingTime.IsVirtual)
        {
            await Task.WhenAll(first);
        }

        await Task.WhenAll([.. first, .. others.Select(i => OneAsync(i, null))]);
        foreach (var i in alone)
        {
            await OneAsync(i, Enter(cases[i]));
        }

        return results;

        async Task OneAsync(int index, IDisposable? participant)
        {
            using (participant)
            {
                results[index] = await RunAsync(cases[index], places, cancellationToken);
            }
        }

        IDisposable? Enter(ConformanceCase one) => one.Waits > TimeSpan.Zero && Unrun(one) is null ? context.PassingTime.Enter() : null;
    }

    /// <summary>What becomes of a case without being run; null when it is run.</summary>
    public CaseResult? Unrun(ConformanceCase one)
    {
        if (one.Needs.Where(need => !context.Offered.Contains(need)).ToList() is { Count: > 0 } missing)
        {
            return new CaseResult { Case = one, Verdict = Verdict.Skipped, Reason = $"not offered: {string.Join(", ", missing)}", StartedAt = context.Time.GetUtcNow() };
        }

        return _plan.Skip.FirstOrDefault(skip => CasePattern.Matches(skip.Cases, one.Id)) is { } left
            ? new CaseResult { Case = one, Verdict = Verdict.Disabled, Reason = left.Reason, StartedAt = context.Time.GetUtcNow() }
            : null;
    }

    private async Task<CaseResult> RunAsync(ConformanceCase one, Places places, CancellationToken cancellationToken)
    {
        if (Unrun(one) is { } unrun)
        {
            progress?.Ended(unrun);
            return unrun;
        }

        var place = places.Of(one.Kind);
        await place.WaitAsync(cancellationToken);
        var holds = true;
        try
        {
            progress?.Began(one);
            var result = Judge(await LookAsync(one, WithoutPlaceAsync, cancellationToken));
            progress?.Ended(result);
            return result;
        }
        finally
        {
            if (holds)
            {
                place.Release();
            }
        }

        async Task WithoutPlaceAsync(Func<Task> wait)
        {
            place.Release();
            holds = false;
            await wait();
            await place.WaitAsync(cancellationToken);
            holds = true;
        }
    }

    private async Task<CaseResult> LookAsync(ConformanceCase one, Func<Func<Task>, Task> withoutPlace, CancellationToken cancellationToken)
    {
        var run = new CaseRun(context, one, withoutPlace);
        var startedAt = context.Time.GetUtcNow();
        var since = context.Time.GetTimestamp();
        using var limit = new CancellationTokenSource(_plan.Limits.Case + one.Waits, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var result = new CaseResult { Case = one, Verdict = Verdict.Passed, StartedAt = startedAt };
        try
        {
            await one.RunAsync(run, either.Token);
        }
        catch (NonconformityException fault)
        {
            result = result with { Verdict = VerdictOf(one), Expected = context.Secrets.Mask(fault.Expected), Received = context.Secrets.Mask(fault.Received), Remedy = one.Remedy };
        }
        catch (ConfigurationFaultException fault)
        {
            result = result with { Verdict = Verdict.Misconfigured, Reason = context.Secrets.Mask(fault.Message), Remedy = fault.Remedy };
        }
        catch (NotOfferedException missing)
        {
            result = result with { Verdict = Verdict.Skipped, Reason = $"not offered: {missing.Message}" };
        }
        catch (PersonNeededException needed)
        {
            result = result with { Verdict = Verdict.NeedsPerson, Reason = needed.Message };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result = result with { Verdict = VerdictOf(one), Expected = $"an end within {_plan.Limits.Case.TotalSeconds:0} s", Received = "none; the last step says how far it came", Remedy = one.Remedy };
        }

        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of the runner must neither count against the target nor take the other cases with it.
            result = result with
            {
                Verdict = Verdict.Misconfigured,
                Reason = context.Secrets.Mask($"the runner did not cope with what it met: {e.GetType().Name}, {e.Message.Split('\n')[0]}"),
                Remedy = "This is a fault of the runner. Report it with the evidence of this run; the other cases stand.",
            };
        }

        return result with { Steps = run.Steps, Duration = context.Time.GetElapsedTime(since) };
    }

    private Verdict VerdictOf(ConformanceCase one) =>
        one.Requirement.Level == Level.Must && (_plan.Strict || one.Requirement.Basis == Basis.Published) ? Verdict.Failed : Verdict.Warning;

    /// <summary>Holds it against what the plan expects.</summary>
    private CaseResult Judge(CaseResult result)
    {
        if (_plan.ExpectedFailures.FirstOrDefault(expected => CasePattern.Matches(expected.Cases, result.Case.Id)) is not { } known)
        {
            return result;
        }

        return result.Verdict switch
        {
            Verdict.Failed or Verdict.Warning => result with { Verdict = Verdict.ExpectedFailure, Reason = known.Reason },
            Verdict.Passed => result with
            {
                Verdict = Verdict.UnexpectedPass, Reason = known.Reason, Remedy = "It passes now: take it out of expectedFailures in the plan.",
            },
            _ => result,
        };
    }
}
