using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DotnetBroker;

/// <summary>What the environment says. The names are the same in all sample brokers; samples/README.md explains them.</summary>
public sealed record BrokerSettings
{
    private static readonly string[] Required =
    [
        "BROKER_PORT", "TLS_CERTIFICATE", "TLS_KEY", "PUBLIC_URL", "PLATFORM_URL", "PLATFORM_CA", "MANAGER_LOGIN", "MANAGER_PASSWORD",
        "CRM_PASSWORD", "BROKER_CRM_NAME", "BROKER_NAME", "SUCCESS_URL",
    ];

    public required int Port { get; init; }

    public required X509Certificate2 Certificate { get; init; }

    public required Uri PublicUrl { get; init; }

    public required Uri PlatformUrl { get; init; }

    public required string PlatformCa { get; init; }

    public required string ManagerLogin { get; init; }

    public required string ManagerPassword { get; init; }

    public required string CrmPassword { get; init; }

    public required string BrokerCrmName { get; init; }

    public required string BrokerName { get; init; }

    public required Uri SuccessUrl { get; init; }

    public required Uri WebUrl { get; init; }

    public string? DemoEmail { get; init; }

    public string? DemoPassword { get; init; }

    public bool InAppTokens { get; init; }

    public string? DataFile { get; init; }

    /// <summary>Null, and what is wrong, when something is missing or unusable.</summary>
    public static BrokerSettings? Read(Func<string, string?> variable, out string fault)
    {
        var missing = Required.Where(name => string.IsNullOrEmpty(variable(name))).ToList();
        if (missing.Count > 0)
        {
            fault = $"Missing in the environment: {string.Join(", ", missing)}";
            return null;
        }

        fault = "";
        foreach (var name in new[] { "PUBLIC_URL", "PLATFORM_URL", "SUCCESS_URL", "WEB_URL" })
        {
            if (variable(name) is { Length: > 0 } text && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps))
            {
                fault = $"{name} must be an https address"; // P2B-0-4
            }
        }

        if (!int.TryParse(variable("BROKER_PORT"), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || !long.TryParse(variable("MANAGER_LOGIN"), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            fault = "BROKER_PORT and MANAGER_LOGIN must be numbers";
        }

        X509Certificate2? certificate = null;
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(variable("TLS_CERTIFICATE")!, variable("TLS_KEY"));
            certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            fault = "TLS_CERTIFICATE and TLS_KEY must name PEM files that can be read and belong together";
        }

        return fault.Length > 0 ? null : new()
        {
            Port = port,
            Certificate = certificate!,
            PublicUrl = new(variable("PUBLIC_URL")!),
            PlatformUrl = new(variable("PLATFORM_URL")!),
            PlatformCa = variable("PLATFORM_CA")!,
            ManagerLogin = variable("MANAGER_LOGIN")!,
            ManagerPassword = variable("MANAGER_PASSWORD")!,
            CrmPassword = variable("CRM_PASSWORD")!,
            BrokerCrmName = variable("BROKER_CRM_NAME")!,
            BrokerName = variable("BROKER_NAME")!,
            SuccessUrl = new(variable("SUCCESS_URL")!),
            WebUrl = new(variable("WEB_URL") is { Length: > 0 } web ? web : $"{variable("PLATFORM_URL")!.TrimEnd('/')}/app/"),
            DemoEmail = variable("DEMO_EMAIL"),
            DemoPassword = variable("DEMO_PASSWORD"),
            InAppTokens = variable("IN_APP_TOKENS") == "on",
            DataFile = variable("DATA_FILE"),
        };
    }
}
