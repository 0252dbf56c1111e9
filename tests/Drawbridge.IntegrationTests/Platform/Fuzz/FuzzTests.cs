using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Drawbridge.IntegrationTests.Platform.Fuzz;

/// <summary>One after the other and alone, because they look at the memory of the whole process.</summary>
[CollectionDefinition(nameof(MemoryCollection), DisableParallelization = true)]
public sealed class MemoryCollection : ICollectionFixture<FuzzServer>;

/// <summary>
/// Thousands of broken requests against each group of endpoints: every answer is a refusal or a success, never a failure of ours, and tells
/// nothing. <c>FUZZ_CASES</c> says how many for each group, <c>FUZZ_SEED</c> which.
/// </summary>
[Collection(nameof(MemoryCollection))]
public sealed class FuzzTests(FuzzServer server)
{
    private const int UsualCases = 20_000;
    private const ulong UsualSeed = 20261121;
    private const int AtOnce = 32;
    private const int LongestRefusal = 2_000;
    private const long MostGrowth = 32 * 1024 * 1024;

    private static readonly string[] Telltales = ["Exception", "   at ", "System.", "Drawbridge.", "platform_", "select ", "SQLite", "Npgsql", TextFuzz.Canary];

    public static TheoryData<string> Groups => [.. FuzzEndpoints.Groups];

    private static int Cases => (int)Setting("FUZZ_CASES", UsualCases);

    private static ulong Seed => Setting("FUZZ_SEED", UsualSeed);

    [Theory] // ERR-3, ERR-21, ERR-22, B2P-0-26, WS-7
    [MemberData(nameof(Groups))]
    public async Task Nothing_that_is_sent_breaks_the_platform_or_comes_back(string group)
    {
        var generator = new FuzzGenerator(Seed + (ulong)Array.IndexOf(FuzzEndpoints.Groups, group), (await server.NewEndpointsAsync()).Of(group));
        var statuses = new SortedDictionary<int, int>();
        var warm = 0L;
        for (var sent = 0; sent < Cases; sent += AtOnce)
        {
            var batch = Enumerable.Range(0, AtOnce).Select(_ => generator.Next()).ToList();
            var answers = await Task.WhenAll(batch.Select(server.SendAsync));
            foreach (var (answer, one) in answers.Zip(batch))
            {
                Check(answer, $"seed {Seed}, about case {sent}: {one}\n{answer.Status} {answer.Text}");
                statuses[(int)answer.Status] = statuses.GetValueOrDefault((int)answer.Status) + 1;
            }

            warm = warm == 0 && sent >= Cases / 4 ? GC.GetTotalMemory(forceFullCollection: true) : warm;
        }

        var growth = GC.GetTotalMemory(forceFullCollection: true) - warm;
        TestContext.Current.TestOutputHelper!.WriteLine($"{Cases} cases of {group}: {string.Join(", ", statuses)}; the heap grew by {growth / 1024} kB");
        growth.ShouldBeLessThan(MostGrowth);
        statuses.Keys.Count(static status => status >= 400).ShouldBeGreaterThan(1); // the cases did reach different ends
    }

    private static void Check(ApiAnswer answer, string what)
    {
        ((int)answer.Status).ShouldBeLessThan(500, what);
        IsReadable(answer).ShouldBeTrue(what);
        if ((int)answer.Status >= 400)
        {
            answer.Text.Length.ShouldBeLessThan(LongestRefusal, what);
            Telltales.Where(telltale => answer.Text.Contains(telltale, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(what);
        }
    }

    /// <summary>The body is what its header says.</summary>
    private static bool IsReadable(ApiAnswer answer)
    {
        try
        {
            switch (answer.ContentType?.MediaType)
            {
                case "application/json" when answer.Text.Length > 0:
                    using (JsonDocument.Parse(answer.Text))
                    {
                        return true;
                    }

                case "application/xml" when answer.Text.Length > 0:
                    return XDocument.Parse(answer.Text).Root is not null;
                default:
                    return true;
            }
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            return false;
        }
    }

    private static ulong Setting(string name, ulong usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : usual;
}
