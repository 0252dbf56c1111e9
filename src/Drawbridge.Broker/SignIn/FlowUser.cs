using Drawbridge.Broker.OneTimeTokens;
using Drawbridge.Broker.Sessions;
using Drawbridge.Broker.Users;

namespace Drawbridge.Broker.SignIn;

/// <summary>Who goes through the screens.</summary>
/// <param name="User">The user.</param>
/// <param name="Kept">Whether "Keep me logged in" was chosen (FLOW-KMLI-1).</param>
/// <param name="Purpose">Whether this is a login or the way to a first account.</param>
/// <param name="Session">The session, once there is one; a login that ends at once needs none.</param>
internal sealed record FlowUser(BrokerUser User, bool Kept, OneTimeTokenPurpose Purpose, ClientSession? Session);
