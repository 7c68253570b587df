using System.Text.Json;
using System.Text.Json.Nodes;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Api.Requests;

/// <summary>From a body to a command and the facts that every command may carry, or to everything that is wrong with it.</summary>
static class Understanding
{
    internal static (Understood?, Problem?) Of(JsonElement body, Type command, params ReadOnlySpan<string> besides)
    {
        var errors = new FieldErrors();
        FieldCheck.Object(body, [typeof(CommonFacts), command], besides, "", errors);
        if (errors.Any) return (null, Problem4xx.NotUnderstood(errors.All));
        var common = JsonNode.Parse(body.GetRawText())!.AsObject();
        var own = new JsonObject();
        foreach (var property in FieldCheck.PropertiesOf(command))
            if (common.Remove(property.Name, out var value)) own[property.Name] = value;
        foreach (var name in besides) common.Remove(name);
        return (new(own.Deserialize(command, DomainJson.Request)!, common.Deserialize<CommonFacts>(DomainJson.Request)!), null);
    }
}
