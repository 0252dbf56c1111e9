using System.Text.Json;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Ribbons.Balances;
using Drawbridge.Broker.Ribbons.Planning;
using Drawbridge.Storage;

namespace Drawbridge.Broker.Ribbons.Campaigns;

/// <summary>Somebody who does something with campaigns.</summary>
/// <param name="Scope">Whose campaigns they see.</param>
/// <param name="Person">Who it is: two people are told apart by it.</param>
internal sealed record CampaignEditor(BrokerScope Scope, string Person)
{
    /// <summary>Whether they look after every broker of the CRM.</summary>
    public bool SeesWholeCrm => Scope.StaffId is null;

    public bool Is(string? other) => string.Equals(Person, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// What people do with campaigns: one writes a draft, another lets it count (FLOW-RIBBON-1), and from then on everybody is planned again. Each act is one write with what
/// is written down about it.
/// </summary>
internal sealed class CampaignService(Database database, BrokerDirectory directory, BalanceNeed balances, TimeProvider time)
{
    /// <summary>Adds a draft.</summary>
    /// <param name="editor">Who.</param>
    /// <param name="broker">Where.</param>
    /// <param name="content">What.</param>
    /// <param name="submissionKey">Of the form or call: sent twice, it counts once. Null = it counts every time.</param>
    /// <param name="also">Part of the same write, if one is added.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CampaignResult> AddAsync(
        CampaignEditor editor, BrokerEntity broker, CampaignContent content, string? submissionKey, Func<DbSession, Campaign, Task> also, CancellationToken cancellationToken)
    {
        var faults = CampaignValidator.FaultsOf(broker, content, editor.SeesWholeCrm);
        return faults.Count > 0
            ? Task.FromResult<CampaignResult>(new CampaignResult.Invalid(faults))
            : database.WriteAsync<CampaignResult>(
                async session =>
                {
                    var (campaign, isNew) = await CampaignStore.AddAsync(session, broker.Id, content, editor.Person, submissionKey, time.GetUtcNow());
                    if (!isNew)
                    {
                        return new CampaignResult.Unchanged(campaign);
                    }

                    await also(session, campaign);
                    return new CampaignResult.Changed(campaign);
                },
                cancellationToken);
    }

    /// <summary>Writes another draft. What was approved before stays in force until somebody else approves this one.</summary>
    /// <param name="editor">Who.</param>
    /// <param name="id">The campaign.</param>
    /// <param name="revision">As it was read; null = whatever it is now.</param>
    /// <param name="content">What.</param>
    /// <param name="also">Part of the same write, if it is changed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CampaignResult> WriteAsync(
        CampaignEditor editor, long id, long? revision, CampaignContent content, Func<DbSession, Campaign, Task> also, CancellationToken cancellationToken) =>
        ChangeAsync(
            editor, id, revision,
            async (session, broker, campaign) =>
            {
                if (campaign.State == CampaignState.Ended)
                {
                    return new CampaignResult.WrongState(campaign);
                }

                var faults = CampaignValidator.FaultsOf(broker, content, editor.SeesWholeCrm);
                return faults.Count > 0
                    ? new CampaignResult.Invalid(faults)
                    : new CampaignResult.Changed(await CampaignStore.ChangeAsync(
                        session, campaign, "name = @name, draft = @draft, draft_by = @by, draft_at = @now, submitted_at = null",
                        new()
                        {
                            ["name"] = campaign.Live is null ? content.Name : campaign.Name, ["draft"] = JsonSerializer.Serialize(content, CampaignJson.Default.CampaignContent),
                            ["by"] = editor.Person,
                        },
                        time.GetUtcNow()));
            },
            also, cancellationToken);

    /// <summary>Does one of <see cref="CampaignAct"/>.</summary>
    /// <inheritdoc cref="WriteAsync"/>
    public Task<CampaignResult> DoAsync(
        CampaignEditor editor, long id, long? revision, CampaignAct act, Func<DbSession, Campaign, Task> also, CancellationToken cancellationToken) =>
        ChangeAsync(
            editor, id, revision,
            async (session, broker, campaign) =>
                IsSoAlready(act, campaign) ? new CampaignResult.Unchanged(campaign)
                : !CampaignActs.Fits(act, campaign) ? new CampaignResult.WrongState(campaign)
                : act == CampaignAct.Approve ? await ApproveAsync(session, editor, broker, campaign)
                : new CampaignResult.Changed(await DoAsync(session, campaign, act)),
            also, cancellationToken);

    /// <summary>Pauses every campaign of a broker: no trader keeps a ribbon (FLOW-RIBBON-7).</summary>
    /// <param name="broker">Whose.</param>
    /// <param name="also">Part of the same write for each that was live.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were live.</returns>
    public Task<int> ClearAsync(BrokerEntity broker, Func<DbSession, Campaign, Task> also, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var live = (await CampaignStore.ListApprovedAsync(session, broker.Id)).Where(static campaign => campaign.State == CampaignState.Live).ToList();
                foreach (var campaign in live)
                {
                    await also(session, await DoAsync(session, campaign, CampaignAct.Pause));
                }

                return live.Count;
            },
            cancellationToken);

    private static bool IsSoAlready(CampaignAct act, Campaign campaign) => act switch
    {
        CampaignAct.Submit => campaign is { Draft: not null, SubmittedAt: not null },
        CampaignAct.Pause => campaign.State == CampaignState.Paused,
        CampaignAct.Resume => campaign.State == CampaignState.Live,
        CampaignAct.End => campaign.State == CampaignState.Ended,
        _ => false,
    };

    /// <summary>The content is looked at again: the broker's settings may be others than when it was written.</summary>
    private async Task<CampaignResult> ApproveAsync(DbSession session, CampaignEditor editor, BrokerEntity broker, Campaign campaign)
    {
        if (editor.Is(campaign.DraftBy))
        {
            return new CampaignResult.SamePerson(campaign);
        }

        var content = campaign.DraftContent!;
        var faults = CampaignValidator.FaultsOf(broker, content, editor.SeesWholeCrm);
        if (faults.Count > 0)
        {
            return new CampaignResult.Invalid(faults);
        }

        var now = time.GetUtcNow();
        var state = campaign.State == CampaignState.Paused ? CampaignState.Paused : CampaignState.Live;
        var changed = await CampaignStore.ChangeAsync(
            session, campaign,
            """
            name = @name, state = @state, live = draft, draft = null, submitted_at = null, approved_by = @by, approved_at = @now, showing = @showing,
            next_change_at = @next, counts_days = @countsDays
            """,
            new()
            {
                ["name"] = content.Name, ["state"] = (int)state, ["by"] = editor.Person, ["showing"] = content.Schedule.ShowsAt(now),
                ["next"] = content.Schedule.NextChangeAfter(now, content.Audience.CountsDays), ["countsDays"] = content.Schedule.DaysPerTrader is not null,
            },
            now);
        await RibbonPassStore.RequestAsync(session, broker.Id, now);
        await balances.BeginAsync(session, broker.Id, content);
        return new CampaignResult.Changed(changed);
    }

    private async Task<Campaign> DoAsync(DbSession session, Campaign campaign, CampaignAct act)
    {
        var now = time.GetUtcNow();
        var schedule = campaign.LiveContent?.Schedule;
        var changed = await CampaignStore.ChangeAsync(
            session, campaign,
            act switch
            {
                CampaignAct.Submit => "submitted_at = @now",
                CampaignAct.Reject => "submitted_at = null",
                CampaignAct.Pause => $"state = {(int)CampaignState.Paused}, showing = @no, next_change_at = null",
                CampaignAct.Resume => $"state = {(int)CampaignState.Live}, showing = @showing, next_change_at = @next",
                _ => $"state = {(int)CampaignState.Ended}, draft = null, submitted_at = null, showing = @no, next_change_at = null",
            },
            new()
            {
                ["no"] = false, ["showing"] = schedule?.ShowsAt(now) ?? false, ["next"] = schedule?.NextChangeAfter(now, campaign.LiveContent!.Audience.CountsDays),
            },
            now);
        if (act is CampaignAct.Submit or CampaignAct.Resume)
        {
            await balances.BeginAsync(session, campaign.BrokerId, act == CampaignAct.Submit ? campaign.DraftContent : campaign.LiveContent);
        }

        if (act is CampaignAct.Pause or CampaignAct.Resume or CampaignAct.End && campaign.Live is not null)
        {
            await RibbonPassStore.RequestAsync(session, campaign.BrokerId, now);
        }

        return changed;
    }

    private Task<CampaignResult> ChangeAsync(
        CampaignEditor editor, long id, long? revision, Func<DbSession, BrokerEntity, Campaign, Task<CampaignResult>> change, Func<DbSession, Campaign, Task> also,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await CampaignStore.FindAsync(session, editor.Scope, id, locked: true) is not { } campaign || directory.Current.FindBroker(campaign.BrokerId) is not { } broker)
                {
                    return new CampaignResult.NotFound();
                }

                if (revision is { } read && read != campaign.Revision)
                {
                    return new CampaignResult.WrongState(campaign);
                }

                var result = await change(session, broker, campaign);
                if (result is CampaignResult.Changed changed)
                {
                    await also(session, changed.Campaign);
                }

                return result;
            },
            cancellationToken);
}
