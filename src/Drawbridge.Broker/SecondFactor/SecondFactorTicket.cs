using System.Globalization;
using Drawbridge.Broker.OneTimeTokens;

namespace Drawbridge.Broker.SecondFactor;

/// <summary>Half a login: the password was right. Goes sealed from form to form until the second factor is.</summary>
/// <param name="BrokerId">Where.</param>
/// <param name="UserId">Who.</param>
/// <param name="Stamp">The user's security stamp: with another password the ticket ends.</param>
/// <param name="Kept">"Keep me logged in" was chosen.</param>
/// <param name="Purpose">What the login is for.</param>
/// <param name="ToClientArea">Leads to the client area, not to the application.</param>
/// <param name="OnNewDevice">The user has not logged in on the device before.</param>
internal sealed record SecondFactorTicket(long BrokerId, long UserId, string Stamp, bool Kept, OneTimeTokenPurpose Purpose, bool ToClientArea, bool OnNewDevice)
{
    public string Write() =>
        string.Create(CultureInfo.InvariantCulture, $"{BrokerId}|{UserId}|{(Kept ? 1 : 0)}|{(int)Purpose}|{(ToClientArea ? 1 : 0)}|{(OnNewDevice ? 1 : 0)}|{Stamp}");

    public static SecondFactorTicket? Read(string? text) => text?.Split('|', 7) is [var broker, var user, var kept, var purpose, var client, var isNew, var stamp]
        ? new(Number(broker), Number(user), stamp, kept == "1", (OneTimeTokenPurpose)Number(purpose), client == "1", isNew == "1")
        : null;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
