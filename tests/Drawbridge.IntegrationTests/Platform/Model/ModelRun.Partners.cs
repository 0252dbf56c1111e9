using System.Text.Json.Nodes;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform.Model;

/// <summary>Partner identifiers and attributes.</summary>
internal sealed partial class ModelRun
{
    private async Task SetReferralAsync(ModelStep step, ModelUser user)
    {
        var trader = step.C % 2 == 0 ? null : _model.TraderAt(step.A);
        var body = new JsonObject { ["brokerCrmName"] = PlatformServer.Crm, ["partnerId"] = $"partner {step.D}", ["userId"] = user.Id };
        if (trader is not null)
        {
            body["ctidTraderAccountId"] = AccountOf(trader);
        }

        if (Succeeds(await Api.PutAsync(PlatformPaths.Referral, body), 200, NoUser(user), NoAccount(user, trader)))
        {
            var referral = new ModelReferral(user.Id, trader?.AccountId ?? 0, $"partner {step.D}", server.Clock.GetUtcNow());
            Forget(referral);
            _model.Referrals.Add(referral);
        }
    }

    private async Task DeleteReferralAsync(ModelStep step, ModelUser user)
    {
        var trader = step.C % 2 == 0 ? null : _model.TraderAt(step.A);
        var path = $"{PlatformPaths.Referral}?brokerCrmName={PlatformServer.Crm}&userId={user.Id}" + (trader is null ? "" : $"&ctidTraderAccountId={AccountOf(trader)}");
        if (Succeeds(await Api.SendAsync(HttpMethod.Delete, path), 200, NoUser(user), NoAccount(user, trader)))
        {
            Forget(new(user.Id, trader?.AccountId ?? 0, "", default));
        }
    }

    private void Forget(ModelReferral referral) =>
        _model.Referrals.RemoveAll(other => other.UserId == referral.UserId && other.AccountId == referral.AccountId);

    private async Task SetAttributesAsync(ModelStep step, ModelTrader trader)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal) { [$"label {step.B % 3}"] = $"value {step.C}", [$"LABEL {step.D % 3}"] = "%_\\" };
        var item = new JsonObject
        {
            ["id"] = trader.Login,
            ["attributes"] = new JsonArray([.. pairs.Select(static pair => new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value })]),
        };
        if (Succeeds(await Api.PostAsync(PlatformPaths.Attributes("traders", "update"), new JsonObject { ["items"] = new JsonArray(item) }), 200, OutOfReach(trader)))
        {
            pairs.ToList().ForEach(pair => trader.Attributes[pair.Key] = pair.Value);
        }
    }

    private async Task DeleteAttributesAsync(ModelStep step, ModelTrader trader)
    {
        var name = step.B % 4 == 0 ? null : $"label {step.B % 3}";
        var body = new JsonObject { ["ids"] = new JsonArray(trader.Login) };
        if (name is not null)
        {
            body["names"] = new JsonArray(name);
        }

        if (!Succeeds(await Api.PostAsync(PlatformPaths.Attributes("traders", "delete"), body), 200, OutOfReach(trader)))
        {
            return;
        }

        if (name is null)
        {
            trader.Attributes.Clear();
        }
        else
        {
            trader.Attributes.Remove(name);
        }
    }

    /// <summary>A number that no account has, for those without a link.</summary>
    private static long AccountOf(ModelTrader trader) => trader.Owner is null ? 1 : trader.AccountId;

    private static (string Code, bool Applies) NoUser(ModelUser user) => (PlatformErrorCode.UserNotFound, user.Crm != PlatformServer.Crm);

    private static (string Code, bool Applies) NoAccount(ModelUser user, ModelTrader? trader) =>
        (PlatformErrorCode.AccountNotFound, trader is not null && trader.Owner != user);

    private static (string Code, bool Applies) OutOfReach(ModelTrader trader) => (PlatformErrorCode.NotEnoughRights, trader.IsDeleted);
}
