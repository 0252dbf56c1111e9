using System.Text.Json.Serialization;
using Drawbridge.Protocol.Invite;

namespace Drawbridge.Protocol.Platform;

/// <summary>Source-generated JSON of section 3: camel case, nulls left out, unknown keys ignored (B2P-0-21), duplicate keys refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    MaxDepth = 16)]
[JsonSerializable(typeof(ManagerTokenRequest))]
[JsonSerializable(typeof(ManagerTokenResponse))]
[JsonSerializable(typeof(CreateUserRequest))]
[JsonSerializable(typeof(UserIdResponse))]
[JsonSerializable(typeof(ChangeEmailRequest))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkResponse))]
[JsonSerializable(typeof(CreateTraderRequest))]
[JsonSerializable(typeof(TraderEntity))]
[JsonSerializable(typeof(TraderListResponse))]
[JsonSerializable(typeof(UpdateTraderRequest))]
[JsonSerializable(typeof(TraderPasswordRequest))]
[JsonSerializable(typeof(SubAccountsResponse))]
[JsonSerializable(typeof(ChangeBalanceRequest))]
[JsonSerializable(typeof(ChangeBalanceResponse))]
[JsonSerializable(typeof(ChangeBonusRequest))]
[JsonSerializable(typeof(ChangeBonusResponse))]
[JsonSerializable(typeof(TraderGroupsResponse))]
[JsonSerializable(typeof(SymbolsResponse))]
[JsonSerializable(typeof(DepositAssetsResponse))]
[JsonSerializable(typeof(SetReferralRequest))]
[JsonSerializable(typeof(ReferralResponse))]
[JsonSerializable(typeof(InAppControlsRequest))]
[JsonSerializable(typeof(RedeemRequest))]
[JsonSerializable(typeof(RedeemResponse))]
[JsonSerializable(typeof(ListAttributesRequest))]
[JsonSerializable(typeof(ListAttributesResponse))]
[JsonSerializable(typeof(UpdateAttributesRequest))]
[JsonSerializable(typeof(DeleteAttributesRequest))]
[JsonSerializable(typeof(EmptyResponse))]
[JsonSerializable(typeof(CreateCtidRequest))]
[JsonSerializable(typeof(CtidEntity))]
[JsonSerializable(typeof(ChangeCtidTraderAccountRequest))]
[JsonSerializable(typeof(AttributionRequest))]
[JsonSerializable(typeof(NewUserNotice))]
[JsonSerializable(typeof(InvitedUsersResponse))]
[JsonSerializable(typeof(PlatformUsersResponse))]
[JsonSerializable(typeof(IReadOnlyList<OpenPosition>), TypeInfoPropertyName = "OpenPositions")]
[JsonSerializable(typeof(IReadOnlyList<ClosedPosition>), TypeInfoPropertyName = "ClosedPositions")]
[JsonSerializable(typeof(PlatformErrorBody))]
public sealed partial class PlatformJson : JsonSerializerContext;
