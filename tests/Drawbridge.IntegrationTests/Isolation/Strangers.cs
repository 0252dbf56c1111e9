namespace Drawbridge.IntegrationTests.Isolation;

/// <summary>Everything that can be mixed up in a request: names, host, who comes, and what is reached for.</summary>
internal sealed class Strangers(Caller caller)
{
    private const string Mismatch = "403 BROKER_ID_MISMATCH";

    /// <summary>The request as the owner makes it.</summary>
    public async Task<Attempt> OwnAsync(Guarded endpoint, Tenant own) => new(endpoint, "everything its own", own)
    {
        Names = NamesOf(endpoint, own, own),
        Host = own.Host,
        Credentials = await caller.CredentialsAsync(endpoint, own, own),
        Thing = name => own.Things[name],
        Expected = endpoint.Owner,
    };

    /// <summary>What a stranger can do to an endpoint of a victim's.</summary>
    public async Task<IReadOnlyList<Attempt>> ListAsync(Guarded endpoint, Tenant victim, Tenant stranger)
    {
        if (endpoint.Door == Door.Open)
        {
            return [];
        }

        var own = await OwnAsync(endpoint, victim);
        return [.. Names(own, stranger), .. await PeopleAsync(own, stranger), .. await ThingsAsync(own, stranger)];
    }

    /// <summary>The names, and the places in which they stand (BID-24..29).</summary>
    private static IEnumerable<Attempt> Names(Attempt own, Tenant stranger)
    {
        var (endpoint, victim) = (own.Endpoint, own.Victim);
        if (endpoint.Door == Door.Management)
        {
            foreach (var attempt in ManagementNames(own, stranger))
            {
                yield return attempt;
            }
        }

        if (endpoint.Door is not (Door.Platform or Door.Screen or Door.Flow or Door.Client or Door.InApp))
        {
            yield break;
        }

        Attempt With(string with, string? names, string expected) => own with { With = $"{with} ({stranger})", Names = names, Expected = [expected] };
        yield return With("an unknown name", $"brokerName=nobody&brokerCrmName={victim.CrmName}", "401 BROKER_ID_INVALID");
        yield return With("a name in capitals", $"brokerName={victim.Name.ToUpperInvariant()}&brokerCrmName={victim.CrmName}", "401 BROKER_ID_INVALID");
        yield return With("an unknown CRM", $"brokerName={victim.Name}&brokerCrmName=nobody", "401 BROKER_ID_INVALID");
        yield return With("two brokers in the query", $"brokerName={victim.Name}&brokerName={stranger.Name}&brokerCrmName={victim.CrmName}", Mismatch);
        yield return With("one name of two", $"brokerName={victim.Name}", "400 BROKER_ID_MISSING");
        if (endpoint.Door is not Door.Client && !endpoint.Path.StartsWith("/client", StringComparison.Ordinal))
        {
            yield return With("no names", null, "400 BROKER_ID_MISSING");
        }

        if (!victim.SharesCrmWith(stranger))
        {
            yield return With("the stranger's CRM", $"brokerName={victim.Name}&brokerCrmName={stranger.CrmName}", Mismatch);
            yield return With("the stranger's name", $"brokerName={stranger.Name}&brokerCrmName={victim.CrmName}", Mismatch);
        }

        if (stranger.OwnHost != victim.OwnHost)
        {
            yield return With("the stranger's host", own.Names, Mismatch) with { Host = stranger.Host };
        }

        if (endpoint.Door == Door.Platform)
        {
            yield return With("the stranger's name in the body", own.Names, Mismatch) with { BodyName = stranger.Name };
        }
    }

    /// <summary>There names may be left out; those of another CRM are as good as unknown, wherever they stand.</summary>
    private static IEnumerable<Attempt> ManagementNames(Attempt own, Tenant stranger)
    {
        if (own.Victim.SharesCrmWith(stranger))
        {
            yield break;
        }

        var attempt = own with { Expected = ["401 BROKER_ID_INVALID"] };
        yield return attempt with { With = $"the name of {stranger}", Names = $"brokerName={stranger.Name}" };
        yield return attempt with { With = $"the CRM of {stranger}", Names = $"brokerCrmName={stranger.CrmName}" };
        if (own.Endpoint is { Body: not null, Type: "application/json" })
        {
            // A document of settings knows no such key.
            yield return attempt with { With = $"the name of {stranger} in the body", BodyName = stranger.Name, Expected = [.. attempt.Expected, "422 INVALID_REQUEST"] };
        }
    }

    /// <summary>Somebody else, or nobody, at the victim's door.</summary>
    private async Task<IEnumerable<Attempt>> PeopleAsync(Attempt own, Tenant stranger)
    {
        var (endpoint, victim) = (own.Endpoint, own.Victim);
        if (Refusals(endpoint, isAnybody: false) is not { } refusals)
        {
            return [];
        }

        var attempts = new List<Attempt> { own with { With = $"nobody's credentials ({victim})", Credentials = Credentials.None, Expected = Refusals(endpoint, isAnybody: true)! } };
        var isShared = endpoint.Door is Door.Platform or Door.Management or Door.Administrator or Door.Provider && victim.SharesCrmWith(stranger);
        if (!isShared && endpoint.Door is not (Door.Staff or Door.Administrator or Door.Management))
        {
            attempts.Add(own with { With = $"{stranger}'s credentials at {victim}", Credentials = await caller.CredentialsAsync(endpoint, stranger, victim), Expected = refusals });
        }

        return attempts;
    }

    /// <summary>Somebody who may come in, at his own broker's door, reaches for the victim's things: one of them, or all.</summary>
    private async Task<IEnumerable<Attempt>> ThingsAsync(Attempt own, Tenant stranger)
    {
        var (endpoint, victim) = (own.Endpoint, own.Victim);
        IReadOnlyList<string> things = [.. endpoint.Things.Where(name => name != "key" && victim.Things[name] != stranger.Things[name])];
        var spansCrm = endpoint.Door is Door.Management or Door.Administrator or Door.Provider || endpoint.Path == "/oauth2/crmApiToken";
        var isOwnLogin = endpoint.TakesLogin && victim.SharesCrmWith(stranger) && victim.Broker.SharesUsers && stranger.Broker.SharesUsers;
        if (things.Count == 0 || isOwnLogin || (spansCrm && victim.SharesCrmWith(stranger)))
        {
            return [];
        }

        var home = new Attempt(endpoint, "", victim)
        {
            Names = NamesOf(endpoint, stranger, stranger),
            Host = stranger.Host,
            Credentials = await caller.CredentialsAsync(endpoint, stranger, stranger),
            Thing = name => stranger.Things[name],
            Expected = endpoint.Stranger.Length > 0 ? endpoint.Stranger : ["404"],
        };
        var each = things.Select(thing => home with
        {
            With = $"{{{thing}}} of {victim} in {stranger}'s hands", Thing = name => (name == thing ? victim : stranger).Things[name],
        });
        return things.Count == 1 ? each : each.Append(home with { With = $"all things of {victim} in {stranger}'s hands", Thing = name => victim.Things[name] });
    }

    private static string? NamesOf(Guarded endpoint, Tenant broker, Tenant crm) =>
        endpoint.Door is Door.Platform or Door.Screen or Door.Flow or Door.Client or Door.InApp ? $"brokerName={broker.Name}&brokerCrmName={crm.CrmName}" : null;

    /// <summary>What somebody is answered whose credentials are not the broker's; null = there are none at this door.</summary>
    private static string[]? Refusals(Guarded endpoint, bool isAnybody) => endpoint.Door switch
    {
        _ when endpoint.Without.Length > 0 => endpoint.Without,
        Door.Platform when endpoint.Path == "/oauth2/crmApiToken" => null,
        Door.Platform => isAnybody ? ["400 MISSING_REQUIRED_PARAMETER"] : ["403 CH_CLIENT_AUTH_FAILURE"],
        Door.Flow => ["303 /auth/login?", "303 /account/", "303 /client/login?"],
        Door.Client => ["303 /client/login?", "303 /client?", "303 /client/security", "303 /account/email"],
        Door.InApp => ["400", "403", "404", "303 /inapp/", "200"],
        Door.Staff or Door.Administrator => ["303 /console/sign-in"],
        Door.Management => ["401 CH_CLIENT_AUTH_FAILURE"],
        Door.Provider or Door.Invite => ["401 CH_CLIENT_AUTH_FAILURE"],
        _ => null,
    };
}
