using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Platform;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Traders;

/// <summary>Paths with the number of an account in them.</summary>
internal static class TraderPath
{
    /// <summary>The number stands in the body too, and the two differ (B2P-3.5-2).</summary>
    public static readonly PlatformFault Unequal = PlatformFault.Invalid("login must be that of the path.");

    private static readonly PlatformFault NoNumber = PlatformFault.Invalid("The login in the path must be a number.");

    public static string Of(string operation) => $"{PlatformPaths.Traders}/{{login}}/{operation}";

    public static Task<IResult> WithLoginAsync(string login, Func<long, Task<IResult>> answer) =>
        long.TryParse(login, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? answer(number) : Task.FromResult(Answer.Refuse(NoNumber));

    public static Task<IResult> WithBodyAsync<T>(HttpContext http, string login, JsonTypeInfo<T> type, Func<long, T, Task<IResult>> answer)
        where T : class =>
        WithLoginAsync(login, async number =>
        {
            var body = await RequestBody.ReadAsync(http, type);
            return body is Outcome<T>.Done { Value: var request } ? await answer(number, request) : Answer.Empty(body, 200);
        });
}
