<?php
/** The functions of WordPress that the plugin calls, and a run of the plugin: settings and page as JSON in, what it makes as JSON out. */
define('ABSPATH', __DIR__);
$hooks = [];
$scripts = [];
$given = json_decode(stream_get_contents(STDIN), true);

function add_filter($name, $function) { $GLOBALS['hooks'][$name] = $function; }
function add_action($name, $function) { $GLOBALS['hooks'][$name] = $function; }
function add_shortcode($name, $function) { $GLOBALS['hooks'][$name] = $function; }
function get_option() { return $GLOBALS['given']['settings']; }
function get_permalink() { return $GLOBALS['given']['url']; }
function get_the_title() { return $GLOBALS['given']['title']; }
function wp_strip_all_tags($text) { return trim(strip_tags($text)); }
function determine_locale() { return $GLOBALS['given']['locale']; }
function is_singular() { return $GLOBALS['given']['singular']; }
function in_the_loop() { return true; }
function is_main_query() { return true; }
function wp_enqueue_script($handle, $src, $dependencies, $version, $loading) { $GLOBALS['scripts'][$handle] = [$src, $loading['strategy']]; }
function esc_attr($text) { return htmlspecialchars($text, ENT_QUOTES); }
function esc_html($text) { return htmlspecialchars($text, ENT_QUOTES); }
function esc_url($text) { return str_replace(['&', "'"], ['&#038;', '&#039;'], $text); }
function esc_html__($text) { return esc_html($text); }
function __($text) { return $text; }
function settings_fields($group) { echo '<input type="hidden" name="option_page" value="' . esc_attr($group) . '">'; }
function submit_button() { echo '<button>Save</button>'; }

require $argv[1];

ob_start();
sotto_share_page();
$page = ob_get_clean();
echo json_encode([
    'settings' => sotto_share_sanitize($given['settings']),
    'content' => $hooks['the_content']('<p>Text</p>'),
    'shortcode' => $hooks['sotto_share'](),
    'scripts' => $scripts,
    'page' => $page,
    'labels' => SOTTO_SHARE_LABELS,
    'sameTab' => SOTTO_SHARE_SAME_TAB,
]);
