using System.Diagnostics;
using System.Globalization;

namespace Drawbridge.Bench;

/// <summary>Times of logins with a wrong password, in milliseconds, taken in turns: of accounts that there are, and of accounts that there are not.</summary>
internal sealed record RefusedLogins(IReadOnlyList<double> Known, IReadOnlyList<double> Unknown)
{
    /// <summary>The medians' ratio: 1 when the time does not tell whether an account exists.</summary>
    public double Ratio => Known.Median() / Unknown.Median();

    /// <summary>Welch's t of the two means: between -2 and 2 the difference is not significant (5 %).</summary>
    public double T => (Known.Average() - Unknown.Average()) / Math.Sqrt((Variance(Known) / Known.Count) + (Variance(Unknown) / Unknown.Count));

    public static async Task<RefusedLogins> MeasureAsync(ServerProcess server, int count)
    {
        using var client = server.NewClient();
        var times = (Known: new List<double>(), Unknown: new List<double>());
        for (var i = -4; i < count; i++) // the first ones compile
        {
            var known = await RefuseAsync(client, server, $"user{TokenTables.FirstUser + i + 4}@example.test");
            var unknown = await RefuseAsync(client, server, $"nobody{TokenTables.FirstUser + i + 4}@example.test");
            if (i >= 0)
            {
                times.Known.Add(known);
                times.Unknown.Add(unknown);
            }
        }

        return new(times.Known, times.Unknown);
    }

    private static async Task<double> RefuseAsync(HttpClient client, ServerProcess server, string email)
    {
        var startedAt = Stopwatch.GetTimestamp();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["email"] = email, ["password"] = "a wrong password" });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "/auth/login?" + server.Names)) { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var milliseconds = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
        return (int)answer.StatusCode == 422
            ? milliseconds
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"A wrong password was answered with {(int)answer.StatusCode}: {text[..Math.Min(200, text.Length)]}"));
    }

    private static double Variance(IReadOnlyList<double> numbers)
    {
        var mean = numbers.Average();
        return numbers.Sum(number => (number - mean) * (number - mean)) / (numbers.Count - 1);
    }
}
