using System.Text.Json.Serialization;
using Drawbridge.Platform.Instrument;
using Drawbridge.Platform.Managers;
using Drawbridge.Platform.Market;
using Drawbridge.Platform.Wire;
using Drawbridge.Protocol.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drawbridge.Platform.Seeding;

/// <summary>Users and accounts out of nothing.</summary>
internal static class SeedEndpoints
{
    public static void MapSeeding(this IEndpointRouteBuilder instrument) => instrument.MapPost("/seed", SeedAsync);

    private static async Task<IResult> SeedAsync(HttpContext http, SeedReader reader, SeedStore store, MarketPrices prices, PasswordHashing hashing, TimeProvider time)
    {
        var read = await InstrumentFields.ReadAsync(http, reader.Read);
        if (read is not Outcome<SeedWish>.Done { Value: var wish })
        {
            return Answer.Empty(read, 201);
        }

        // One for all, because a hash takes its time; it opens no more than what a seed made.
        var password = $"seed-{wish.Seed}";
        var hash = hashing.HashOf(PasswordHashMd5.Of(password), SplitMix.At(wish.Seed, 0));
        var harvest = new SeedPlan(wish, prices, time.GetUtcNow()).Grow();
        var seeded = await store.AddAsync(wish, harvest, hash, http.RequestAborted);
        return seeded is Outcome<SeededView>.Done { Value: var view }
            ? Answer.Of<SeededView>(view with { TraderPassword = password }, 201, SeedJson.Default.SeededView)
            : Answer.Empty(seeded, 201);
    }
}

/// <summary>What was made.</summary>
internal sealed record SeededView(IReadOnlyList<SeededUserView> Users)
{
    /// <summary>Of all the accounts, for brokers whose users log in at the platform.</summary>
    public string? TraderPassword { get; init; }
}

/// <summary>A user and the accounts.</summary>
internal sealed record SeededUserView(long UserId, string Email, IReadOnlyList<long> Traders);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SeededView))]
internal sealed partial class SeedJson : JsonSerializerContext;
