namespace Drawbridge.Protocol.Crm;

/// <summary>Answer to call 4.1 (P2B-4.1-3).</summary>
public sealed record CrmApiTokenResponse(string CrmApiToken);

/// <summary>Answer to call 4.2 (P2B-4.2-3..5). Absent tokens are left out.</summary>
public sealed record AuthorizeOneTimeResponse(long UserId, string? AccessToken = null, string? InappToken = null);

/// <summary>Answer to call 4.3 (P2B-4.3-3, P2B-4.3-4).</summary>
public sealed record AuthorizeResponse(long UserId, string? InappToken = null);

/// <summary>Answer to call 4.4 (P2B-4.4-4).</summary>
public sealed record GenerateOneTimeResponse(string Token);

/// <summary>Error body of the CRM's endpoints (ERR-1).</summary>
/// <param name="Error">HTTP reason phrase.</param>
/// <param name="Message">What was wrong, for a person.</param>
/// <param name="Code">One of <see cref="CrmErrorCode"/>.</param>
public sealed record CrmErrorBody(string Error, string Message, string Code);
