namespace Drawbridge.Broker.SecondFactor;

/// <summary>Whether a broker's traders log in with a second factor.</summary>
public enum SecondFactorPolicy
{
    /// <summary>Whoever has switched it on is asked for it. The default.</summary>
    Optional,

    /// <summary>Nobody is asked, and nobody can switch it on.</summary>
    Off,

    /// <summary>Everybody is asked; who has none sets one up at the next login after signup.</summary>
    Required,

    /// <summary>As <see cref="Optional"/> at logins, and everybody is asked at each withdrawal; who has none sets one up first.</summary>
    RequiredForWithdrawal,
}
