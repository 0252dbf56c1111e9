using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.Protocol.Platform;
using static Drawbridge.IntegrationTests.Client.Calls.CallCase;

namespace Drawbridge.IntegrationTests.Client.Calls;

/// <summary>Attributes of accounts, groups and managers: WS-90..99.</summary>
internal static class AttributeCases
{
    public static readonly KeyValuePair<string, CallCase>[] All =
    [
        .. Of(AttributeOwner.Traders, 0, static s => s.NewTraderAsync()),
        .. Of(AttributeOwner.TraderGroups, 1, static _ => Task.FromResult(2L)),
        .. Of(AttributeOwner.Managers, 2, static _ => Task.FromResult(PlatformServer.ManagerLogin)),
    ];

    private static IEnumerable<KeyValuePair<string, CallCase>> Of(AttributeOwner owner, int index, Func<CallsServer, Task<long>> newOne) =>
    [
        CallCase.Of(
            $"WS 4.{14 + index}", // WS-91..93
            async s =>
            {
                var id = await newOne(s);
                await s.Client.Attributes.UpdateAsync(owner, [Item(id, "Label", "VIP"), Item(id, "colour", "blue")], None).AnswerAsync();
                var request = new ListAttributesRequest { Ids = [id], Name = "labe", UpdatedFrom = 0 };
                var item = (await s.Client.Attributes.ListAsync(owner, request, None).AnswerAsync()).Items.ShouldHaveSingleItem();
                item.Id.ShouldBe(id);
                item.Attributes!.ShouldContain(new AttributePair { Name = "Label", Value = "VIP" });
            },
            s => s.Client.Attributes.ListAsync(owner, new() { Ids = [1], Name = new string('x', 65) }, None).RefusalAsync(),
            PlatformErrorCode.InvalidRequest),
        CallCase.Of(
            $"WS 4.{17 + index}", // WS-94, WS-95
            async s => await s.Client.Attributes.UpdateAsync(owner, [Item(await newOne(s), "Ö", "1")], None).AnswerAsync(),
            s => s.Client.Attributes.UpdateAsync(owner, [Item(1, "label", value: null)], None).RefusalAsync(),
            PlatformErrorCode.InvalidRequest),
        CallCase.Of(
            $"WS 4.{20 + index}", // WS-96, WS-97
            async s =>
            {
                var id = await newOne(s);
                await s.Client.Attributes.UpdateAsync(owner, [Item(id, "gone", "1"), Item(id, "gone too", "1")], None).AnswerAsync();
                await s.Client.Attributes.DeleteAsync(owner, [id], ["gone"], None).AnswerAsync();
                await s.Client.Attributes.DeleteAsync(owner, [id], [], None).AnswerAsync();
                (await s.Client.Attributes.ListAsync(owner, new() { Ids = [id] }, None).AnswerAsync()).Items.ShouldBeEmpty();
            },
            s => s.Client.Attributes.DeleteAsync(owner, [], [], None).RefusalAsync(),
            PlatformErrorCode.InvalidRequest),
    ];

    private static AttributeItem Item(long id, string name, string? value) => new() { Id = id, Attributes = [new() { Name = name, Value = value }] };
}
