using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Drawbridge.Broker.Throttling;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Partners.Links.Clicks;

/// <summary>
/// Tells the visitors of a day apart without keeping who they are: an HMAC of network and browser under a salt that all nodes share, is drawn for each day and is forgotten
/// with it. So no address is stored, and what somebody did on two days cannot be brought together.
/// </summary>
internal sealed class ClickVisitors(Database database, TimeProvider time)
{
    private const int SaltLength = 32;

    private (long Day, byte[] Salt)? _today;

    /// <summary>The visitor of a request to a broker, today.</summary>
    public async Task<byte[]> NameAsync(HttpContext context, long brokerId, CancellationToken cancellationToken)
    {
        var salt = await GetSaltAsync(cancellationToken);
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{brokerId}|{Throttle.NetworkOf(context.Connection.RemoteIpAddress)}|{context.Request.Headers.UserAgent}");
        return HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Forgets the salts of days before today.</summary>
    public Task<int> ForgetAsync(CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync("delete from partner_click_salts where day < @day", new { day = Today() }), cancellationToken);

    private async Task<byte[]> GetSaltAsync(CancellationToken cancellationToken)
    {
        var day = Today();
        if (_today is { } known && known.Day == day)
        {
            return known.Salt;
        }

        var proposed = RandomNumberGenerator.GetBytes(SaltLength);
        var salt = await database.WriteAsync(
            session => session.GetAsync<byte[]>(
                "insert into partner_click_salts (day, salt) values (@day, @proposed) on conflict (day) do update set day = excluded.day returning salt", new { day, proposed }),
            cancellationToken);
        _today = (day, salt);
        return salt;
    }

    private long Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).DayNumber;
}
