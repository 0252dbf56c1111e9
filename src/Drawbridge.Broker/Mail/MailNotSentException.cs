namespace Drawbridge.Broker.Mail;

/// <summary>A mail is tried again later. Says nothing of who it was for.</summary>
internal sealed class MailNotSentException(string message) : Exception(message);
