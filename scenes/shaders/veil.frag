uniform sampler2D albedo_map;
uniform float there;
in vec3 irradiance;
in vec3 reflectance;
in vec2 uv;
out vec4 colour;

void main() {
    vec3 albedo = texture(albedo_map, uv).rgb * reflectance;
    colour = vec4(shown(irradiance * albedo), there);
}
