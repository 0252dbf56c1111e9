using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.ClientArea;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SignIn;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Security;

/// <summary>What the page of devices shows.</summary>
/// <param name="Sessions">Browsers.</param>
/// <param name="Applications">Applications that stay logged in.</param>
/// <param name="Current">Hash of the session in use.</param>
internal sealed record DevicesModel(IReadOnlyList<OpenDevice> Sessions, IReadOnlyList<OpenDevice> Applications, byte[] Current);

/// <summary>Where a user is logged in, and how to end it.</summary>
internal static class DeviceEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(ScreenPaths.Devices, ShowAsync);
        pages.MapPost(ScreenPaths.EndDevice, EndAsync);
        pages.MapPost(ScreenPaths.EndOtherDevices, EndOthersAsync);
        pages.MapGet(ScreenPaths.EndDevice, ToDevices);
        pages.MapGet(ScreenPaths.EndOtherDevices, ToDevices);
    }

    private static SeeOther ToDevices(HttpContext context) => new(context.GetScreen().Parameters.UrlFor(ScreenPaths.Devices));

    private static async Task<IResult> ShowAsync(
        HttpContext context, ScreenFlow flow, DeviceStore devices, IOptions<Sessions.SessionOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { Session: { } current } who)
        {
            return ClientAreaEndpoints.ToLogin(context, ScreenPaths.Devices);
        }

        var (broker, now) = (context.GetBroker(), time.GetUtcNow());
        var sessions = await devices.ListSessionsAsync(broker.Id, who.User.Id, now, cancellationToken);
        return new ScreenResult<DevicesPage>(new DevicesModel(
            [.. sessions.Where(one => one.LastSeenAt + options.Value.IdleLifetimeOf(one.Kept) > now)],
            await devices.ListApplicationsAsync(broker, who.User.Id, now, cancellationToken),
            current.Token.Fingerprint().ToBytes()));
    }

    private static async Task<IResult> EndAsync(HttpContext context, ScreenFlow flow, DeviceStore devices, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { } who)
        {
            return ClientAreaEndpoints.ToLogin(context, ScreenPaths.Devices);
        }

        var text = (await context.Request.ReadFormAsync(cancellationToken))["device"].ToString();
        if (text.Length == 64 && text.All(char.IsAsciiHexDigit))
        {
            await devices.EndAsync(context.GetBroker().Id, who.User.Id, Convert.FromHexString(text), time.GetUtcNow(), also: null, cancellationToken);
        }

        return ToDevices(context);
    }

    /// <summary>All but the session in use, and the platform's sessions, too.</summary>
    private static async Task<IResult> EndOthersAsync(
        HttpContext context, ScreenFlow flow, OpenAccess access, Database database, CancellationToken cancellationToken)
    {
        if (await ClientAreaEndpoints.FindUserAsync(context, flow, cancellationToken) is not { Session: { } current } who)
        {
            return ClientAreaEndpoints.ToLogin(context, ScreenPaths.Devices);
        }

        await database.WriteAsync(
            session => access.EndAsync(session, context.GetBroker(), who.User, current.Token.Fingerprint().ToBytes()), CancellationToken.None);
        return ToDevices(context);
    }
}
