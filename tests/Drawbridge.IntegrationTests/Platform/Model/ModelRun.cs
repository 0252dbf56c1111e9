using System.Net;
using System.Text.Json.Nodes;
using Drawbridge.Protocol.Crm;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.IntegrationTests.Platform.Model;

/// <summary>Sends each step to the platform and does it in the model, and holds the one against the other.</summary>
internal sealed partial class ModelRun(PlatformServer server)
{
    /// <summary>A user with an account that has money, or little would happen.</summary>
    private static readonly ModelStep[] Beginning =
        [new(StepKind.NewUser, 0, 1, 0, 0), new(StepKind.NewTrader, 0, 0, 0, 250), new(StepKind.Link, 0, 0, 1, 0)];

    private readonly ModelState _model = new();
    private readonly Dictionary<(long UserId, string Broker), string> _sessions = [];
    private readonly string _name = Guid.NewGuid().ToString("N");

    private readonly PlatformApi _app = server.As(managerToken: null);

    private PlatformApi Api => server.Api;

    public async Task RunAsync(IEnumerable<ModelStep> steps)
    {
        foreach (var step in Beginning.Concat(steps))
        {
            await DoAsync(step);
            if (_model.TraderAt(step.A) is { } trader)
            {
                await CompareAsync(trader);
            }
        }

        await CompareAllAsync();
    }

    private Task DoAsync(ModelStep step) => (step.Kind, _model.UserAt(step.B), _model.TraderAt(step.A)) switch
    {
        (StepKind.NewUser, _, _) => NewUserAsync(step),
        (StepKind.Wait, _, _) => WaitAsync(step),
        (StepKind.NewTrader, _, _) => NewTraderAsync(step),
        (StepKind.ChangeEmail, { } user, _) => ChangeEmailAsync(step, user),
        (StepKind.Patch, _, { } trader) => PatchAsync(step, trader),
        (StepKind.Put, _, { } trader) => PutAsync(step, trader),
        (StepKind.Delete, _, { } trader) => step.B % 4 == 0 ? DeleteAsync(trader) : Task.CompletedTask,
        (StepKind.ChangePassword, _, { } trader) => ChangePasswordAsync(step, trader),
        (StepKind.CheckPassword, _, { } trader) => CheckPasswordAsync(step, trader),
        (StepKind.Link, { } user, { } trader) => LinkAsync(step, user, trader),
        (StepKind.Move, _, { } trader) => MoveAsync(step, trader),
        (StepKind.ChangeBalance, _, { } trader) => ChangeBalanceAsync(step, trader),
        (StepKind.ChangeBonus, _, { } trader) => ChangeBonusAsync(step, trader),
        (StepKind.OpenPosition, _, { } trader) => OpenPositionAsync(step, trader),
        (StepKind.ClosePosition, _, { } trader) => ClosePositionAsync(step, trader),
        (StepKind.SetReferral, { } user, _) => SetReferralAsync(step, user),
        (StepKind.DeleteReferral, { } user, _) => DeleteReferralAsync(step, user),
        (StepKind.SetAttributes, _, { } trader) => SetAttributesAsync(step, trader),
        (StepKind.DeleteAttributes, _, { } trader) => DeleteAttributesAsync(step, trader),
        _ => Task.CompletedTask, // nothing there yet to do it with
    };

    private Task WaitAsync(ModelStep step)
    {
        server.Clock.Advance(TimeSpan.FromSeconds(step.A * (step.B % 3 == 0 ? 600 : 1)));
        return Task.CompletedTask;
    }

    private async Task NewUserAsync(ModelStep step)
    {
        var (crm, email) = (step.B % 4 == 0 ? PlatformServer.OtherCrm : PlatformServer.Crm, Email(step.C));
        var answer = await Api.PostAsync(PlatformPaths.CreateUser, new JsonObject { ["brokerCrmName"] = crm, ["email"] = email });
        if (Succeeds(answer, 201, (PlatformErrorCode.EmailAlreadyExists, IsTaken(crm, email))))
        {
            _model.Users.Add(new((long)answer.Json["userId"]!, crm, email));
        }
    }

    private async Task ChangeEmailAsync(ModelStep step, ModelUser user)
    {
        var (crm, email) = (step.A % 5 == 0 ? PlatformServer.OtherCrm : PlatformServer.Crm, Email(step.C));
        var answer = await Api.PutAsync(PlatformPaths.ChangeEmail, new JsonObject { ["userId"] = user.Id, ["newEmail"] = email, ["brokerCrmName"] = crm });
        if (Succeeds(
            answer,
            204,
            (PlatformErrorCode.UserNotFound, user.Crm != crm),
            (PlatformErrorCode.EmailAlreadyExists, !SameText(user.Email, email) && IsTaken(crm, email))))
        {
            user.Email = email;
        }
    }

    private string Email(byte number) => $"{(number % 2 == 0 ? "u" : "U")}{number % 6}.{_name}@example.test"; // few, so that they meet

    private bool IsTaken(string crm, string email) => _model.Users.Any(user => user.Crm == crm && SameText(user.Email, email));

    private static bool SameText(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>The answer is one of the faults that apply; or, when none does, the success.</summary>
    private static bool Succeeds(ApiAnswer answer, int status, params (string Code, bool Applies)[] faults)
    {
        var codes = faults.Where(static fault => fault.Applies).Select(static fault => fault.Code).ToList();
        if (codes.Count == 0)
        {
            ((int)answer.Status).ShouldBe(status, answer.Text);
            return true;
        }

        codes.ShouldContain(answer.Status >= HttpStatusCode.BadRequest ? answer.ErrorCode : "success");
        return false;
    }

    /// <summary>A session of the account's owner, at the broker where the account is.</summary>
    private async Task<string> SessionOfAsync(ModelUser user, string broker)
    {
        if (!_sessions.TryGetValue((user.Id, broker), out var session))
        {
            var code = $"code-{Guid.NewGuid():N}";
            server.CrmSide.When(CrmPaths.AuthorizeOneTime, code, 200, $$"""{"userId":{{user.Id}}}""");
            var opened = await _app.PostAsync("/app/api/sessions", new JsonObject { ["brokerName"] = broker, ["token"] = code });
            opened.Status.ShouldBe(HttpStatusCode.OK, opened.Text);
            _sessions[(user.Id, broker)] = session = (string)opened.Json["sessionId"]!;
        }

        return session;
    }
}
