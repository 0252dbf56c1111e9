using System.Text.Json.Serialization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.InApp;
using Drawbridge.Broker.Webhooks;
using Drawbridge.Storage;

namespace Drawbridge.Broker.CustomActions;

/// <summary>What the CRM is told of an answer.</summary>
internal sealed record ActionSubmitted(
    long SubmissionId, string ActionType, long? UserId, string Email, long? Account, IReadOnlyDictionary<string, string> Answers);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ActionSubmitted))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(ActionContext))]
internal sealed partial class CustomActionJson : JsonSerializerContext;

/// <summary>The SQL of answers.</summary>
internal sealed class CustomActionStore(Database database, WebhookEvents events, TimeProvider time)
{
    /// <summary>
    /// Stores an answer and tells the CRM, in one transaction (FLOW-INAPP-8); before that nothing is stored (FLOW-INAPP-10). The same form sent again, also at the same moment, changes nothing.
    /// </summary>
    public Task AddAsync(
        BrokerEntity broker, InAppUser who, CustomAction action, IReadOnlyDictionary<string, string> answers, string submissionKey, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var id = await session.FindAsync<long?>(
                    """
                    insert into action_submissions (broker_id, user_id, account, action_type, answers, submission_key, created_at)
                    values (@brokerId, @userId, @account, @type, @answers, @submissionKey, @now)
                    on conflict (broker_id, user_id, submission_key) do nothing
                    returning id
                    """,
                    new
                    {
                        brokerId = broker.Id, userId = who.User.Id, account = who.Session.Account, type = action.Type,
                        answers = System.Text.Json.JsonSerializer.Serialize(answers, CustomActionJson.Default.IReadOnlyDictionaryStringString),
                        submissionKey, now = time.GetUtcNow(),
                    });
                if (id is { } submissionId)
                {
                    await events.AddAsync(
                        session, broker, action.Event,
                        new ActionSubmitted(submissionId, action.Type, who.User.CtraderUserId, who.User.Email, who.Session.Account, answers),
                        CustomActionJson.Default.ActionSubmitted);
                }
            },
            cancellationToken);
}
