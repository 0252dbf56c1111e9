using System.Diagnostics;
using Drawbridge.Broker.Accounts;

namespace Drawbridge.Broker.Onboarding.Steps;

/// <summary>The next step of a task, in the order user, account, link (WS-20). Steps that are done are not repeated (WS-23).</summary>
internal sealed class NextStep(
    OnboardingStore store, AccountOpeningStore openings, UserStep createUser, TraderStep createTrader, LinkStep link, AgreementStep agree)
{
    private static readonly StepOutcome NoUserYet = new StepOutcome.Later("the platform user is not there yet");

    public async Task<StepOutcome> RunAsync(ClaimedTask task, CancellationToken cancellationToken)
    {
        if (task.Row.Kind == TaskKind.User)
        {
            return await createUser.RunAsync(task, cancellationToken);
        }

        var user = await store.GetUserAsync(task.Row.BrokerId, task.Row.UserId, cancellationToken);
        return (task.Row.Kind, user.CtraderUserId) switch
        {
            (_, null) => NoUserYet,
            (TaskKind.Agreement, { } ctraderUserId) => await agree.RunAsync(task, ctraderUserId, cancellationToken),
            (TaskKind.Account, { } ctraderUserId) => await OpenAccountAsync(task, user, ctraderUserId, cancellationToken),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<StepOutcome> OpenAccountAsync(ClaimedTask task, OnboardingUser user, long ctraderUserId, CancellationToken cancellationToken)
    {
        var opening = await openings.GetAsync(task.Row.UserId, task.Row.Subject, cancellationToken);
        return opening.TraderLogin is { } login
            ? await link.RunAsync(task, opening, login, ctraderUserId, cancellationToken)
            : await createTrader.RunAsync(task, opening, user, cancellationToken);
    }
}
