using DotnetBroker;
using Microsoft.Extensions.DependencyInjection;

namespace FaultyBrokers;

/// <summary>A rule that a broker breaks. It is right in everything else.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Apply">Replaces the part that breaks the rule.</param>
public sealed record Fault(string Name, string Sentence, Action<IServiceCollection> Apply)
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Of<CrmCalls, WrongStatus>("wrong-status", "an unknown or used OT token is refused with 403 instead of 404"),
        Of<OneTimeTokens, ReusableOneTimeToken>("reusable-one-time-token", "an OT token can be exchanged again and again"),
        Of<OneTimeTokens, LongLivedOneTimeToken>("one-time-token-valid-five-minutes", "an OT token lives for five minutes instead of one"),
        Of<BrokerListener, HttpAccepted>("http-accepted", "calls and screens are answered over plain http, too"),
        Of<CrmCalls, AccessTokenForEverybody>("access-token-without-keep-me-logged-in", "an access token is issued to users who did not choose to stay logged in"),
        Of<OneTimeTokens, SharedOneTimeToken>("same-one-time-token-for-two-users", "two users who log in one after the other get the same OT token"),
        Of<CrmCalls, InAppTokenIgnored>("in-app-token-ignored", "an inappToken is issued, and call 4.4 takes any other or none"),
        Of<CrmCalls, OtherBrokerAccepted>("other-broker-accepted", "brokerName and brokerCrmName may be anybody's"),
        Of<Pages, PopUp>("pop-up", "screens open a window of their own"),
        Of<Pages, ForbiddenWord>("forbidden-word", "screens mention the cTrader ID"),
        Of<Pages, SlowScreen>("slow-screen", "screens take four seconds to load"),
        Of<SuccessUrls, WrongSuccessUrl>("wrong-success-url", "users are sent to another address than the success URL"),
    ];

    public static Fault? Find(string name) => All.FirstOrDefault(fault => fault.Name == name);

    private static Fault Of<TPart, TFaulty>(string name, string sentence)
        where TPart : class
        where TFaulty : class, TPart =>
        new(name, sentence, static services => services.AddSingleton<TPart, TFaulty>());
}
