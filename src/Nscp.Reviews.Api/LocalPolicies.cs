using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Organisations;

namespace Nscp.Reviews.Api;

/// <summary>The partnerships' own policies, which are data of the deployment: read and checked together with those that are shipped.</summary>
static class LocalPolicies
{
    const string Setting = "Reviews:LocalPolicies";

    /// <summary>Those that are shipped where no file is named.</summary>
    /// <exception cref="InvalidOperationException">The file cannot be read, or a policy in it cannot hold: the host must not start, since due dates would differ from what the partnership set.</exception>
    internal static ClockPolicies Read(IConfiguration settings)
    {
        if (settings[Setting] is not { Length: > 0 } file) return ClockPolicies.Shipped;
        try
        {
            return ClockPolicies.Shipped.With(File.ReadAllBytes(file), OrganisationRegister.Shipped);
        }
        catch (InvalidPolicyException e)
        {
            throw Refused($"The partnerships' own policies in {file} cannot be used. {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Refused($"The partnerships' own policies cannot be read from {file}: {e.Message}", e);
        }
    }

    static InvalidOperationException Refused(string why, Exception inner) =>
        new($"{why} Mend the file that Reviews__LocalPolicies names and start again; without that setting the host runs by the policies that it ships.", inner);
}
