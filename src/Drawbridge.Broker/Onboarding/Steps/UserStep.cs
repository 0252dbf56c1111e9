using System.Data.Common;
using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Onboarding.Steps;

/// <summary>
/// The user on the platform: looked up first (3.11), created when absent (3.2), adopted when present and known to be ours or proven
/// (FLOW-CREATE-5..7, FLOW-CREATE-20..22).
/// </summary>
internal sealed class UserStep(Database database, OnboardingStore store, BrokerPlatform platforms, WriteOnce writes)
{
    // The platform says "exists" and cannot find it: after so many tries somebody has to look.
    private const int TriesOfContradiction = 3;

    private static readonly TimeSpan WaitForOtherCreation = TimeSpan.FromSeconds(2);

    public async Task<StepOutcome> RunAsync(ClaimedTask task, CancellationToken cancellationToken)
    {
        var user = await store.GetUserAsync(task.Row.BrokerId, task.Row.UserId, cancellationToken);
        if (user.CtraderUserId is { } known)
        {
            return await AdoptAsync(task, known, cancellationToken);
        }

        // Before the lookup: an absence counts only if it was seen after everything had settled.
        var settled = task.Row.SettledAt is not { } at || at <= writes.Now;
        var platform = await platforms.ForAsync(task.Broker, cancellationToken);
        return await platform.Users.FindByEmailAsync(task.Row.SentEmail ?? user.Email, cancellationToken) switch
        {
            PlatformResult<long?>.Answered { Value: { } id } => await FoundAsync(task, id, cancellationToken),
            PlatformResult<long?>.Answered when !settled => new StepOutcome.NotBefore(task.Row.SettledAt!.Value, task.Row.LastError),
            PlatformResult<long?>.Answered => await CreateAsync(task, user, platform, cancellationToken),
            var failed => StepOutcome.Of(failed),
        };
    }

    private static string CreationKey(BrokerEntity broker, OnboardingUser user) =>
        string.Create(CultureInfo.InvariantCulture, $"{broker.Crm.Id}:{user.NormalizedEmail}");

    /// <summary>Call 3.2 with the stored language (B2P-3.2-16, B2P-3.2-17, MOD-52, FLOW-CREATE-20).</summary>
    private async Task<StepOutcome> CreateAsync(ClaimedTask task, OnboardingUser user, PlatformClient platform, CancellationToken cancellationToken)
    {
        // An earlier creation without an answer may still be the one that happened, whatever the platform says to this one.
        var mayBeEarlier = task.Row.HasOpenIntent;
        var intent = writes.NewIntent() with { CreationKey = CreationKey(task.Broker, user), Email = user.Email };
        try
        {
            await task.RecordIntentAsync(intent, before: null, cancellationToken);
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            // Another broker of the CRM creates the same address just now (BID-45): whose it is, must stay provable.
            return new StepOutcome.NotBefore(writes.Now + WaitForOtherCreation, "the address is being created for another broker");
        }

        var request = new CreateUserRequest { Email = user.Email, FirstName = user.FirstName, PreferredLanguage = user.PreferredLanguage };
        var result = await writes.SendAsync(intent, token => platform.Users.CreateAsync(request, token), cancellationToken);
        switch (result)
        {
            case PlatformResult<long>.Answered created:
                return await AdoptAsync(task, created.Value, cancellationToken);
            case PlatformResult<long>.Ambiguous ambiguous:
                await task.SettleFromNowAsync(writes.SettledFromNow, ambiguous.Reason, cancellationToken);
                return new StepOutcome.Again();
        }

        if (!mayBeEarlier)
        {
            await task.ResolveIntentAsync(cancellationToken);
        }

        return result is PlatformResult<long>.Refused { ErrorCode: PlatformErrorCode.EmailAlreadyExists }
            ? await LookUpExistingAsync(task, user, platform, cancellationToken)
            : StepOutcome.Of(result);
    }

    /// <summary>The platform has the address already: 3.11 (B2P-3.2-13, FLOW-CREATE-21, DEC-39).</summary>
    private async Task<StepOutcome> LookUpExistingAsync(
        ClaimedTask task, OnboardingUser user, PlatformClient platform, CancellationToken cancellationToken) =>
        await platform.Users.FindByEmailAsync(user.Email, cancellationToken) switch
        {
            PlatformResult<long?>.Answered { Value: { } id } => await FoundAsync(task, id, cancellationToken),
            PlatformResult<long?>.Answered when task.Row.Attempts + 1 >= TriesOfContradiction =>
                new StepOutcome.Stuck(PlatformErrorCode.EmailAlreadyExists, "the platform has the address, but not for this CRM"),
            PlatformResult<long?>.Answered => new StepOutcome.Later(PlatformErrorCode.EmailAlreadyExists),
            var failed => StepOutcome.Of(failed),
        };

    /// <summary>
    /// The platform has a user with the address. It is ours if a creation of ours is open; else the user has to prove control of the address
    /// first (FLOW-CREATE-21).
    /// </summary>
    private async Task<StepOutcome> FoundAsync(ClaimedTask task, long ctraderUserId, CancellationToken cancellationToken)
    {
        var mayBeOurs = task.Row.HasOpenIntent;
        var needsProof = await database.WriteAsync(
            async session =>
            {
                var user = await OnboardingStore.GetUserAsync(session, task.Row.BrokerId, task.Row.UserId);
                if (user.EmailConfirmedAt is not null
                    || (mayBeOurs && !await IsKnownElsewhereAsync(session, task, ctraderUserId)))
                {
                    return false;
                }

                await task.ChangeAsync(
                    session,
                    """
                    status = 1, next_attempt_at = null, attempts = 0, last_error = null, sent_at = null, settled_at = null, creation_key = null,
                    sent_email = null, claim_id = null, claimed_by = null, claim_expires_at = null
                    """,
                    []);
                return true;
            },
            cancellationToken);
        return needsProof ? new StepOutcome.NeedsProof() : await AdoptAsync(task, ctraderUserId, cancellationToken);
    }

    /// <summary>True when another user of the CRM's brokers has it: then no creation of this one's made it.</summary>
    private static async Task<bool> IsKnownElsewhereAsync(DbSession session, ClaimedTask task, long ctraderUserId) =>
        await session.GetAsync<long>(
            """
            select count(*) from users u join brokers b on b.id = u.broker_id
            where b.crm_id = @crmId and u.ctrader_user_id = @ctraderUserId and u.id <> @userId
            """,
            new { crmId = task.Broker.Crm.Id, ctraderUserId, userId = task.Row.UserId }) > 0;

    /// <summary>Stores the pair (FLOW-CREATE-7) and lets the tasks go on that waited for it, in one write.</summary>
    private async Task<StepOutcome> AdoptAsync(ClaimedTask task, long ctraderUserId, CancellationToken cancellationToken)
    {
        var row = task.Row;
        try
        {
            await database.WriteAsync(
                async session =>
                {
                    await OnboardingStore.GetUserAsync(session, row.BrokerId, row.UserId);
                    await session.ExecuteAsync(
                        "update users set ctrader_user_id = @ctraderUserId where id = @UserId and broker_id = @BrokerId and ctrader_user_id is null",
                        new { ctraderUserId, row.UserId, row.BrokerId });
                    await session.ExecuteAsync(
                        """
                        update onboarding_tasks set next_attempt_at = @now
                        where user_id = @UserId and kind in (2, 3) and status = 0 and next_attempt_at is null
                        """,
                        new { row.UserId, now = writes.Now });
                    await task.ChangeAsync(
                        session,
                        """
                        status = 2, next_attempt_at = null, last_error = null, sent_at = null, settled_at = null, creation_key = null,
                        claim_id = null, claimed_by = null, claim_expires_at = null
                        """,
                        []);
                },
                cancellationToken);
            return new StepOutcome.Done();
        }
        catch (DbException e) when (database.Dialect.IsUniqueViolation(e))
        {
            return new StepOutcome.Stuck("CTRADER_USER_IN_USE", "another user of this broker has the platform's user");
        }
    }
}
