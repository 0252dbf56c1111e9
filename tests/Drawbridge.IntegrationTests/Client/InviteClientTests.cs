using System.Text;
using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Invite;

namespace Drawbridge.IntegrationTests.Client;

/// <summary>The pulls of Invite, and what its webhooks bring.</summary>
public sealed class InviteClientTests(PlatformFixture fixture) : IClassFixture<PlatformFixture>
{
    private const string Call = "GET /v1/social/invitedUsers";

    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DateTimeOffset Since = DateTimeOffset.FromUnixTimeMilliseconds(1735560962458);

    [Fact] // INV-30, INV-31, INV-35, INV-36
    public async Task Invited_users_are_pulled_to_the_end_each_once()
    {
        await using var platform = await fixture.StartAsync();
        using var clients = fixture.Clients();
        platform.Next(Call, Faults.Answer(200, Page(1, 100)), Faults.Answer(200, Page(100, 3)));
        var pulled = new List<InvitedUser>();

        await foreach (var page in clients.For(platform.Peer()).Invite.ListInvitedUsersAsync(Since, None))
        {
            pulled.AddRange(page.ShouldBeOfType<PlatformResult<IReadOnlyList<InvitedUser>>.Answered>().Value);
        }

        pulled.Select(static user => user.InvitedUserId).ShouldBe(Enumerable.Range(1, 102).Select(static id => (long)id));
        pulled[0].ShouldBe(new(1, 27951042, null, "BESTBROKER", 1735560962458));
        var requests = platform.Seen.Where(static seen => seen.Call == Call).ToList();
        requests.Select(static seen => seen.Query).ShouldBe(["?createdFrom=1735560962458&limit=100&skip=0", "?createdFrom=1735560962458&limit=100&skip=100"]);
        requests.ShouldAllBe(seen => seen.Authorization == $"Bearer {platform.Token}");
    }

    [Theory] // INV-13, INV-14, INV-22
    [InlineData("""{"invitedUserId ":4216,"partnerUserId":28042,"brokerPartnerId ":"I2333PIOIII","brokerName":"BESTBROKER","more":{"x ":[1]}}""", true)]
    [InlineData("""{"invitedUserId":"4216","partnerUserId":28042,"brokerPartnerId":"I2333PIOIII","brokerName":"BESTBROKER"}""", true)]
    [InlineData("""{"invitedUserId":4216,"brokerName":"BESTBROKER"}""", false)]
    [InlineData("""{"invitedUserId":4216,"partnerUserId":28042}""", false)]
    [InlineData("""[]""", false)]
    [InlineData("""{"invitedUserId":""", false)]
    [InlineData("", false)]
    public void An_attribution_is_read_with_trimmed_keys(string body, bool isReadable) =>
        InviteWebhooks.ReadAttribution(Encoding.UTF8.GetBytes(body))
            .ShouldBe(isReadable ? new AttributionRequest(4216, 28042, "I2333PIOIII", "BESTBROKER") : null);

    [Theory] // INV-14, INV-24
    [InlineData("""{"userId":123,"brokerName ":"bestbroker","email":"test@test.com","partnerUserId":345}""", 345L)]
    [InlineData("""{"userId":123,"brokerName":"bestbroker","email":"test@test.com"}""", 0L)]
    [InlineData("""{"userId":123,"brokerName":"bestbroker"}""", null)]
    public void A_new_user_is_read_with_trimmed_keys(string body, long? partner) =>
        InviteWebhooks.ReadNewUser(Encoding.UTF8.GetBytes(body))
            .ShouldBe(partner is { } id ? new NewUserNotice(123, "bestbroker", "test@test.com", id) : null);

    private static string Page(int first, int count)
    {
        var users = Enumerable.Range(first, count)
            .Select(static id => $$"""{"invitedUserId":{{id}},"partnerUserId":27951042,"brokerName":"BESTBROKER","createTimestamp":1735560962458}""");
        return $$"""{"invitedUsers":[{{string.Join(',', users)}}]}""";
    }
}
