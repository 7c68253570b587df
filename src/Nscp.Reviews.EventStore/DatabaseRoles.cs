namespace Nscp.Reviews.EventStore;

/// <summary>The roles that a migration grants to, by name; both must exist. The owner is who runs the migrations.</summary>
/// <param name="Application">Serves one tenant at a time, appends and never changes; no owner, no superuser, no BYPASSRLS. <c>{application}</c> in a script.</param>
/// <param name="LogReader">Reads the log of every tenant (BYPASSRLS); writes checkpoints, messages' delivery and projections. <c>{log_reader}</c> in a script.</param>
public sealed record DatabaseRoles(string Application, string LogReader)
{
    internal string Fill(string script) => script
        .Replace("{application}", Quoted(Application), StringComparison.Ordinal)
        .Replace("{log_reader}", Quoted(LogReader), StringComparison.Ordinal);

    static string Quoted(string role) => $"\"{Text.Mandatory(role).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
