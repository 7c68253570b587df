using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Nscp.Reviews.Tool.Tokens;

namespace Nscp.Reviews.Tool.Replaying;

/// <summary>A file of HTTP commands, in the order in which they are played.</summary>
sealed record Script(string Title, string About, IReadOnlyList<Step> Steps)
{
    static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static Script Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Script>(File.ReadAllText(file), Format)
                ?? throw new ToolException($"{file} holds no script.");
        }
        catch (JsonException unreadable)
        {
            throw new ToolException($"{file} is not a script that can be played: {unreadable.Message}");
        }
        catch (IOException missing)
        {
            throw new ToolException(missing.Message);
        }
    }

    /// <summary>The words in a body, such as <c>"{meeting}"</c>, that stand for the events kept under them.</summary>
    public static string Fill(string body, IReadOnlyDictionary<string, string> kept) =>
        kept.Aggregate(body, (text, entry) => text.Replace($"\"{{{entry.Key}}}\"", $"\"{entry.Value}\"", StringComparison.Ordinal));

    /// <summary>The same for the same step of the same script, so that playing it again records nothing twice.</summary>
    public string KeyOf(int index)
    {
        var content = $"{Title}\n{index}\n{JsonSerializer.Serialize(Steps[index], Format)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
    }
}

/// <param name="Name">What the step tells, for a person.</param>
/// <param name="Role">The role that sends it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The path, from <c>/api/v1</c> on.</param>
/// <param name="Body">What is sent, or null.</param>
/// <param name="As">Who sends it, where that is not the role's usual sample person.</param>
/// <param name="Illustrative">The fields of the body that no document gives.</param>
/// <param name="Keep">A word under which later bodies name the first event that this step recorded: the host chooses its id.</param>
sealed partial record Step(
    string Name, string Role, string Method, string Route, JsonElement? Body = null, Sender? As = null,
    IReadOnlyList<string>? Illustrative = null, string? Keep = null)
{
    [JsonIgnore]
    public Person Person => Person.Of(Role, As?.Name, As?.Organisation, As?.Partnership);

    /// <summary>Commands on an existing case say which version they mean; a script means any.</summary>
    [JsonIgnore]
    public bool NeedsVersion => Method is "POST" && BelowACase().IsMatch(Route);

    [GeneratedRegex("^/api/v1/cases/[^/]+/.")]
    private static partial Regex BelowACase();
}

sealed record Sender(string? Name = null, string? Organisation = null, string? Partnership = null);
