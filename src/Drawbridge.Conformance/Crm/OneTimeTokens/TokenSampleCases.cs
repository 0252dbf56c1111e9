using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.OneTimeTokens;

/// <summary>What a sample of tokens looks like.</summary>
internal static class TokenSampleCases
{
    private const int Size = 64;
    private const int FewestBits = 128;

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "api/tokens/ot-never-repeated",
            Title = $"{Size} OT tokens of one user are all different",
            Requirement = Must("P2B-OT-4"),
            Remedy = "Generate a new OT token for each call 4.4.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var sample = await SampleAsync(run, cancellationToken);
                var different = sample.Distinct(StringComparer.Ordinal).Count();
                Check.That(different == sample.Count, $"{sample.Count} different tokens", $"{different}");
            },
        },
        new()
        {
            Id = "api/tokens/ot-characters",
            Title = "OT tokens have the characters A-Z a-z 0-9 - _ only",
            Requirement = Must("P2B-OT-6").Inferred,
            Remedy = "Write the random bytes of an OT token as base64url without padding, or as hexadecimal digits: other characters break in addresses.",
            RunAsync = static async (run, cancellationToken) => MustBeUrlSafe("OT tokens", await SampleAsync(run, cancellationToken)),
        },
        new()
        {
            Id = "api/tokens/ot-length",
            Title = "OT tokens are 20 to 256 characters long",
            Requirement = Must("P2B-OT-6").Inferred,
            Remedy = "Take 16 to 32 random bytes for an OT token, which makes 22 to 64 characters.",
            RunAsync = static async (run, cancellationToken) => MustHaveLength("OT tokens", await SampleAsync(run, cancellationToken)),
        },
        new()
        {
            Id = "api/tokens/ot-entropy",
            Title = "OT tokens hold at least 128 bits that differ from token to token",
            Requirement = Must("P2B-OT-6").Inferred,
            Remedy = "Take at least 16 bytes from the cryptographic generator of your platform (random_bytes, crypto.randomBytes, RandomNumberGenerator); no time, counter, userId or UUID.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var sample = await SampleAsync(run, cancellationToken);
                var bits = TokenEntropy.AtMost(sample);
                run.Note($"{sample.Count} tokens hold at most {bits:0} bits that are not the same in all of them");
                Check.That(bits >= FewestBits, $"at least {FewestBits} random bits", $"{bits:0} at most");
            },
        },
        new()
        {
            Id = "api/tokens/access-characters",
            Title = "Access tokens have the characters A-Z a-z 0-9 - _ only",
            Requirement = Must("P2B-AT-7").Inferred,
            Remedy = "Write the random bytes of an access token as base64url without padding, or as hexadecimal digits: call 4.5 carries it in the address.",
            RunAsync = static async (run, cancellationToken) => MustBeUrlSafe("access tokens", [await run.Crm.AccessTokenAsync(cancellationToken)]),
        },
        new()
        {
            Id = "api/tokens/access-length",
            Title = "Access tokens are 20 to 256 characters long",
            Requirement = Must("P2B-AT-7").Inferred,
            Remedy = "Take 16 to 32 random bytes for an access token, which makes 22 to 64 characters.",
            RunAsync = static async (run, cancellationToken) => MustHaveLength("access tokens", [await run.Crm.AccessTokenAsync(cancellationToken)]),
        },
    ];

    private static Task<IReadOnlyList<string>> SampleAsync(CaseRun run, CancellationToken cancellationToken) => run.Context.Shared.GetAsync<IReadOnlyList<string>>("sample of OT tokens", async () =>
    {
        var sample = new List<string>();
        while (sample.Count < Size)
        {
            sample.Add(await run.Crm.NewOneTimeTokenAsync(cancellationToken));
        }

        return sample;
    });

    private static void MustBeUrlSafe(string what, IReadOnlyList<string> sample)
    {
        var others = sample.SelectMany(static token => token).Where(static character => !char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_')).Distinct().ToList();
        Check.That(others.Count == 0, $"{what} of the characters A-Z a-z 0-9 - _", $"ones with {string.Join(' ', others)}");
    }

    private static void MustHaveLength(string what, IReadOnlyList<string> sample)
    {
        var wrong = sample.Where(static token => token.Length is < 20 or > 256).ToList();
        Check.That(wrong.Count == 0, $"{what} of 20 to 256 characters", $"one of {wrong.FirstOrDefault()?.Length}");
    }
}
