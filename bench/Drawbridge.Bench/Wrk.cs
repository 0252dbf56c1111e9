using System.Globalization;

namespace Drawbridge.Bench;

/// <summary>One run of a load generator.</summary>
/// <param name="PerSecond">Answers, or transactions, a second.</param>
/// <param name="Count">Answers in all.</param>
/// <param name="P50">Half of the answers took at most this many milliseconds.</param>
/// <param name="P99">99 of 100 answers took at most this many milliseconds.</param>
internal sealed record Load(double PerSecond, long Count, double P50, double P99)
{
    /// <summary>Processor time of the server for one answer, in microseconds.</summary>
    public double ServerCpu { get; init; }

    /// <summary>Processor time of the database server for one answer, in microseconds; 0 when it has no processes of its own.</summary>
    public double DatabaseCpu { get; init; }
}

/// <summary>What a run posts.</summary>
/// <param name="Path">Path without query.</param>
/// <param name="Before">Body before the token.</param>
/// <param name="After">Body after the token.</param>
/// <param name="Tokens">File of tokens, one a line.</param>
/// <param name="First">First token to use.</param>
/// <param name="Count">How many there are to use.</param>
/// <param name="Once">Whether each may be sent once only.</param>
internal sealed record Post(string Path, string Before, string After, string Tokens, long First, long Count, bool Once)
{
    /// <summary>Query instead of the one that every call carries.</summary>
    public string? Query { get; init; }

    public string ContentType { get; init; } = "application/json";
}

/// <summary>Keep-alive connections over https that post as fast as they are answered.</summary>
internal sealed class Wrk(string scripts, int connections)
{
    /// <summary>How many requests may be under way when a run ends.</summary>
    public const int MostConnections = 1024;

    private const int Threads = 2;

    /// <summary>The same with another number of connections.</summary>
    public Wrk With(int connections) => new(scripts, connections);

    /// <summary>Posts tokens.</summary>
    /// <exception cref="InvalidOperationException">An answer was not a success.</exception>
    public Task<Load> RunAsync(ServerProcess server, Post post, TimeSpan duration) => RunAsync(
        server, "post.lua", post.Path, duration,
        $"{post.Path}?{post.Query ?? server.Query}", post.Before, post.After, post.Tokens, Text($"{post.First}"), Text($"{post.Count}"), Text($"{Threads}"),
        post.Once ? "once" : "again", Text($"{File.ReadLines(post.Tokens).First().Length}"), post.ContentType);

    /// <summary>Sends one call again and again, with the number of one account after another for <c>{login}</c>.</summary>
    /// <exception cref="InvalidOperationException">An answer was not a success.</exception>
    public Task<Load> RunAsync(ServerProcess server, string method, string target, string body, long firstLogin, int accounts, TimeSpan duration) =>
        RunAsync(server, "sandbox.lua", target[..target.IndexOf('?', StringComparison.Ordinal)], duration, method, target, body, Text($"{firstLogin}"), Text($"{accounts}"));

    private async Task<Load> RunAsync(ServerProcess server, string script, string name, TimeSpan duration, params string[] arguments)
    {
        var serverCpu = server.Cpu;
        var databaseCpu = server.DatabaseCpu;
        var output = await ChildProcess.RunAsync("wrk",
        [
            $"-t{Threads}", Text($"-c{connections}"), Text($"-d{(int)duration.TotalSeconds}s"), "--timeout", "10s",
            "-s", Path.Combine(scripts, script), server.Url.ToString(), "--", .. arguments,
        ]);
        var line = output.Split('\n').First(text => text.StartsWith("bench ", StringComparison.Ordinal));
        var numbers = line.Split(' ').Skip(1).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        if (numbers is not [var count, var microseconds, var p50, var p99, 0, 0])
        {
            throw new InvalidOperationException($"{name} did not answer every request with success: {output}");
        }

        return new Load(count * 1e6 / microseconds, count, p50 / 1e3, p99 / 1e3)
        {
            ServerCpu = (server.Cpu - serverCpu).TotalMicroseconds / count,
            DatabaseCpu = (server.DatabaseCpu - databaseCpu).TotalMicroseconds / count,
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
