using Drawbridge.Client.Platform.Wire;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Client.Platform.Calls;

/// <summary>
/// Texts of the broker's own on accounts, groups and managers (WS-90). All of these calls are sent by POST and count under the hourly limit,
/// lists too.
/// </summary>
public sealed class AttributeCalls
{
    private readonly PlatformCaller _caller;

    internal AttributeCalls(PlatformCaller caller) => _caller = caller;

    /// <summary>
    /// WebServices 4.14 to 4.16: the entities that have attributes (WS-91..93). <c>ids</c> are needed for groups and managers; without them, for
    /// accounts, a further page begins at <see cref="ListAttributesResponse.NextCursor"/>.
    /// </summary>
    public Task<PlatformResult<ListAttributesResponse>> ListAsync(
        AttributeOwner owner, ListAttributesRequest request, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(PlatformCalls.ListAttributes(owner), Body: _caller.Body(request, PlatformJson.Default.ListAttributesRequest)),
            PlatformAnswerReader.Json.ListAttributesResponse,
            static response => response.Items is not null,
            cancellationToken);

    /// <summary>WebServices 4.17 to 4.19: adds and changes attributes, of 1 to 100 entities (WS-94). A null value is refused (WS-95).</summary>
    public Task<PlatformResult<NoContent>> UpdateAsync(AttributeOwner owner, IReadOnlyList<AttributeItem> items, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(
                PlatformCalls.UpdateAttributes(owner),
                Body: _caller.Body(new UpdateAttributesRequest { Items = items }, PlatformJson.Default.UpdateAttributesRequest)),
            cancellationToken);

    /// <summary>WebServices 4.20 to 4.22: takes the named attributes away, or all of them (WS-96).</summary>
    /// <param name="owner">What they belong to.</param>
    /// <param name="ids">1 to 10,000 entities.</param>
    /// <param name="names">Up to 100 names; empty for all attributes.</param>
    /// <param name="cancellationToken">The caller gives up.</param>
    public Task<PlatformResult<NoContent>> DeleteAsync(
        AttributeOwner owner, IReadOnlyList<long> ids, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        _caller.CallAsync(
            new PlatformCall(
                PlatformCalls.DeleteAttributes(owner),
                Body: _caller.Body(new DeleteAttributesRequest { Ids = ids, Names = names }, PlatformJson.Default.DeleteAttributesRequest)),
            cancellationToken);
}
